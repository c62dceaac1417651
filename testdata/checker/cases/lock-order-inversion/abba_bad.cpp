// Two threads take the same two locks in opposite order.
#include <mutex>

std::mutex accounts;
std::mutex audit;

void transfer() {
  std::lock_guard<std::mutex> first(accounts);
  std::lock_guard<std::mutex> second(audit); // CHECK: paraudit-lock-order-inversion
}

void report() {
  std::lock_guard<std::mutex> first(audit);
  std::lock_guard<std::mutex> second(accounts);
}
