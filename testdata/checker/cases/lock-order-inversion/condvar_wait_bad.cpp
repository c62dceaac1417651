// Waiting on a condition variable takes its lock again, while the other lock is held all along.
#include <condition_variable>
#include <mutex>

std::mutex queue;
std::mutex state;
std::condition_variable ready;
bool done = false;

void consume() {
  std::unique_lock<std::mutex> inner_first(queue);
  std::lock_guard<std::mutex> outer(state); // CHECK: paraudit-lock-order-inversion
  while (!done)
    ready.wait(inner_first);
}

void produce() {
  std::lock_guard<std::mutex> outer(queue);
  done = true;
}
