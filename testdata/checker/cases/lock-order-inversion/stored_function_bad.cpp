// What is stored in a queue is called from there, without the locks of whoever stored it.
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

std::mutex a;
std::mutex b;

struct Pool {
  std::deque<std::function<void()>> queue;
  std::mutex mutex;
  std::unique_ptr<std::thread> thread;

  void add(std::function<void()> task) {
    std::lock_guard lock(mutex);
    queue.push_back(std::move(task));
  }
  void run() {
    for (;;) {
      std::function<void()> task;
      {
        std::lock_guard lock(mutex);
        if (queue.empty())
          return;
        task = queue.front();
        queue.pop_front();
      }
      task();
    }
  }
  void start() { thread = std::make_unique<std::thread>(&Pool::run, this); }
};

int main() {
  Pool pool;
  pool.add([] {
    std::lock_guard outer(a);
    std::lock_guard inner(b); // CHECK: paraudit-lock-order-inversion
  });
  pool.start();
  {
    std::lock_guard outer(b);
    std::lock_guard inner(a);
  }
  pool.thread->join();
}
