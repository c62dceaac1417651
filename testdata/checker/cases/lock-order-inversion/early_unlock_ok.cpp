#include <mutex>

std::mutex first;
std::mutex second;

void one() {
  std::unique_lock<std::mutex> outer(first);
  outer.unlock();
  std::lock_guard<std::mutex> inner(second);
}

void two() {
  std::lock_guard<std::mutex> outer(second);
  std::lock_guard<std::mutex> inner(first);
}
