// A wait takes its lock back under whatever else is held.
#include <condition_variable>
#include <mutex>

std::mutex queue;
std::mutex stats;
std::condition_variable ready;

void wait() {
  std::unique_lock<std::mutex> lock(queue);
  std::lock_guard<std::mutex> guard(stats); // CHECK: paraudit-lock-order-undeclared
  ready.wait(lock);
}
