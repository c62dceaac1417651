// A cycle of two inside a component of three: the small one is reported, once.
#include <mutex>

std::mutex a;
std::mutex b;
std::mutex c;

void one() {
  std::lock_guard<std::mutex> outer(a);
  std::lock_guard<std::mutex> inner(b); // CHECK: paraudit-lock-order-inversion
}
void two() {
  std::lock_guard<std::mutex> outer(b);
  std::lock_guard<std::mutex> inner(a);
}
void three() {
  std::lock_guard<std::mutex> outer(b);
  std::lock_guard<std::mutex> inner(c);
}
