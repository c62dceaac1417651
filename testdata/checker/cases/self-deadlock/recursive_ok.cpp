#include <mutex>

std::recursive_mutex mutex;

void inner() { std::lock_guard<std::recursive_mutex> guard(mutex); }
void outer() {
  std::lock_guard<std::recursive_mutex> guard(mutex);
  inner();
}
