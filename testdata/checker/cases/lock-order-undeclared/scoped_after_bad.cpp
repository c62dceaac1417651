// A group after a single lock: one pair for each member.
#include <mutex>

std::mutex outer;
std::mutex left;
std::mutex right;

void all() {
  std::lock_guard<std::mutex> first(outer);
  std::scoped_lock both(left, right); // CHECK: paraudit-lock-order-undeclared, paraudit-lock-order-undeclared
}
