#include "pool.h"

bool Pool::empty() {
  std::lock_guard<std::mutex> lock(mutex_);
  return free_ == 0;
}

int Pool::take() {
  std::lock_guard<std::mutex> lock(mutex_);
  return free_--;
}
