#include <shared_mutex>

std::shared_mutex mutex;

int inner() {
  std::shared_lock<std::shared_mutex> lock(mutex);
  return 1;
}
int outer() {
  std::shared_lock<std::shared_mutex> lock(mutex);
  return inner();
}
