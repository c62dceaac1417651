// The outer lock is tried, the inner one is waited for: whoever got the outer one can wait forever.
#include <mutex>

std::mutex queue;
std::mutex stats;

void enqueue() {
  if (!queue.try_lock())
    return;
  std::lock_guard<std::mutex> adopted(queue, std::adopt_lock);
  std::lock_guard<std::mutex> inner(stats); // CHECK: paraudit-lock-order-inversion
}

void steal() {
  if (stats.try_lock()) {
    queue.lock();
    queue.unlock();
    stats.unlock();
  }
}
