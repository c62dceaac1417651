// CHECKS: paraudit-self-deadlock, paraudit-lock-order-inversion
// One lock suffices for the deadlock, so the cycle that the same acquisition would make is not reported beside it.
#include <mutex>

std::mutex a;
std::mutex b;

static void inner() {
  std::lock_guard<std::mutex> first(b);
  std::lock_guard<std::mutex> second(a); // CHECK: paraudit-self-deadlock
}

void outer() {
  std::lock_guard<std::mutex> guard(a);
  inner();
}
