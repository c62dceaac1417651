// Locks taken where a flag says so, in both places.
#include <mutex>

std::mutex output;
std::mutex stats;

void report(bool threaded) {
  std::unique_lock<std::mutex> guard(output, std::defer_lock);
  guard.lock();
  if (threaded) {
    std::lock_guard<std::mutex> inner(stats); // CHECK: paraudit-lock-order-undeclared
  }
}
