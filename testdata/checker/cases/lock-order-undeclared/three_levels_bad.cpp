// Three locks nested make three pairs.
#include <mutex>

std::mutex a;
std::mutex b;
std::mutex c;

void nested() {
  std::scoped_lock one(a);
  std::scoped_lock two(b);   // CHECK: paraudit-lock-order-undeclared
  std::scoped_lock three(c); // CHECK: paraudit-lock-order-undeclared, paraudit-lock-order-undeclared
}
