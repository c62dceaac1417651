#include "bus.h"

void Bus::subscribe(std::function<void(int)> listener) {
  std::lock_guard<std::mutex> lock(mutex_);
  listeners_.push_back(std::move(listener));
}

void Bus::publish(int event) {
  std::lock_guard<std::mutex> lock(mutex_);
  for (auto& listener : listeners_)
    listener(event); // CHECK: paraudit-callback-under-lock
}
