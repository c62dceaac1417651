// std::lock and scoped_lock order their members themselves.
#include <mutex>

std::mutex a;
std::mutex b;

void one() { std::scoped_lock both(a, b); }

void two() {
  std::lock(b, a);
  std::lock_guard<std::mutex> first(b, std::adopt_lock);
  std::lock_guard<std::mutex> second(a, std::adopt_lock);
}

void three() {
  std::unique_lock<std::mutex> first(b, std::defer_lock);
  std::unique_lock<std::mutex> second(a, std::defer_lock);
  std::lock(first, second);
}
