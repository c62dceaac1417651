// One finding a pair, at its shortest witness.
#include <mutex>

std::mutex outer_lock;
std::mutex inner_lock;

static void inner() { std::lock_guard<std::mutex> guard(inner_lock); }

void through_a_call() {
  std::lock_guard<std::mutex> guard(outer_lock);
  inner();
}

void directly() {
  std::lock_guard<std::mutex> outer(outer_lock);
  std::lock_guard<std::mutex> guard(inner_lock); // CHECK: paraudit-lock-order-undeclared
}

void directly_again() {
  std::lock_guard<std::mutex> outer(outer_lock);
  std::lock_guard<std::mutex> guard(inner_lock);
}
