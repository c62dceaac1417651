// CHECKS: paraudit-lock-order-inversion, paraudit-lock-order-undeclared
// An inverted pair is also a pair without a declared order: both say so at the same acquisition.
#include <mutex>

std::mutex a;
std::mutex b;

void one() {
  std::lock_guard<std::mutex> outer(a);
  std::lock_guard<std::mutex> inner(b); // CHECK: paraudit-lock-order-inversion, paraudit-lock-order-undeclared
}

void two() {
  std::lock_guard<std::mutex> outer(b);
  std::lock_guard<std::mutex> inner(a);
}
