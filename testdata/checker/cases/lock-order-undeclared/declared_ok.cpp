#include <mutex>

std::mutex inner_lock;
std::mutex outer_lock __attribute__((acquired_before(inner_lock)));

void nested() {
  std::lock_guard<std::mutex> outer(outer_lock);
  std::lock_guard<std::mutex> inner(inner_lock);
}
