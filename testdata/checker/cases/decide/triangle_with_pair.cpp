// CHECKS: paraudit-lock-order-inversion
// The cycle of two is reported. The cycle of three goes through one of its edges: it shows when the pair is mended by the
// other.
#include <mutex>

std::mutex a;
std::mutex b;
std::mutex c;

void ab() {
  std::lock_guard<std::mutex> outer(a);
  std::lock_guard<std::mutex> inner(b); // CHECK: paraudit-lock-order-inversion
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
