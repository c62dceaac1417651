// A queue that the workers fill and empty: its order is nobody's result.
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

std::mutex mutex;
std::deque<int> queue;

static void work() {
  for (;;) {
    std::lock_guard<std::mutex> lock(mutex);
    if (queue.empty())
      return;
    int item = queue.front();
    queue.pop_front();
    if (item > 1)
      queue.push_back(item / 2);
  }
}

void run() {
  std::vector<std::thread> workers;
  for (int i = 0; i < 4; ++i)
    workers.emplace_back(work);
  for (std::thread& worker : workers)
    worker.join();
}
