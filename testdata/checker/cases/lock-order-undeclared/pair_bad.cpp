#include <mutex>

std::mutex outer_lock;
std::mutex inner_lock;

void nested() {
  std::lock_guard<std::mutex> outer(outer_lock);
  std::lock_guard<std::mutex> inner(inner_lock); // CHECK: paraudit-lock-order-undeclared
}
