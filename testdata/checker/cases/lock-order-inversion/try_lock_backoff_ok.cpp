// The second lock is only tried, in a loop that gives up the first.
#include <mutex>
#include <thread>

struct Shard {
  std::mutex lock;
};
std::mutex queue;
std::mutex stats;

void enqueue() {
  std::lock_guard<std::mutex> outer(queue);
  std::lock_guard<std::mutex> inner(stats);
}

void steal() {
  for (;;) {
    std::unique_lock<std::mutex> outer(stats);
    std::unique_lock<std::mutex> inner(queue, std::try_to_lock);
    if (inner.owns_lock())
      return;
    outer.unlock();
    std::this_thread::yield();
  }
}
