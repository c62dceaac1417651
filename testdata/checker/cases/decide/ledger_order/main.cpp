// CHECKS: paraudit-lock-order-undeclared, paraudit-lock-order-contradiction, paraudit-ledger-stale
#include <mutex>

std::mutex a;
std::mutex b;
std::mutex c;

void stated() {
  std::lock_guard<std::mutex> outer(a);
  std::lock_guard<std::mutex> inner(b);
}
void against() {
  std::lock_guard<std::mutex> outer(c);
  std::lock_guard<std::mutex> inner(b); // CHECK: paraudit-lock-order-contradiction
}
