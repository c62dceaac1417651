// CHECKS: paraudit-lock-order-inversion
// The cycle of two is reported, and what the cycle of three adds once more, at its own smallest edge.
#include <mutex>

std::mutex a;
std::mutex b;
std::mutex c;

void ab() {
  std::lock_guard<std::mutex> outer(a);
  std::lock_guard<std::mutex> inner(b); // CHECK: paraudit-lock-order-inversion, paraudit-lock-order-inversion
}
void ba() {
  std::lock_guard<std::mutex> outer(b);
  std::lock_guard<std::mutex> inner(a);
}
void bc() {
  std::lock_guard<std::mutex> outer(b);
  std::lock_guard<std::mutex> inner(c);
}
void ca() {
  std::lock_guard<std::mutex> outer(c);
  std::lock_guard<std::mutex> inner(a);
}
