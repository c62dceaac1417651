#include <mutex>

std::mutex mutex;
int value;

int read_value() {
  std::lock_guard<std::mutex> guard(mutex);
  std::unique_lock<std::mutex> again(mutex); // CHECK: paraudit-self-deadlock
  return value;
}
