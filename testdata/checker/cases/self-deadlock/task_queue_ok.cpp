// Tasks are kept under the lock and run without it; a task may add another one.
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <queue>
#include <string>
#include <thread>
#include <vector>

struct Pool {
  std::mutex mutex;
  std::deque<std::function<void()>> tasks;
  std::queue<std::function<void()>> later;
  std::map<std::string, std::function<void()>> named;
  std::function<void()> last;

  void copy(std::function<void()> task) {
    std::lock_guard lock(mutex);
    tasks.push_back(task);
  }
  void move(std::function<void()> task) {
    std::lock_guard lock(mutex);
    tasks.emplace_back(std::move(task));
    later.push(std::move(tasks.back()));
  }
  template <class F> void forward(F&& task) {
    std::lock_guard lock(mutex);
    tasks.emplace_back(std::forward<F>(task));
    named.try_emplace("task", task);
    last = task;
  }
  void bound(void (Pool::*method)()) {
    std::lock_guard lock(mutex);
    tasks.push_back(std::bind(method, this));
  }
  void run() {
    for (;;) {
      std::function<void()> task;
      {
        std::lock_guard lock(mutex);
        if (tasks.empty())
          return;
        task = std::move(tasks.front());
        tasks.pop_front();
      }
      task();
    }
  }
};

int main() {
  Pool pool;
  pool.copy([&] { pool.copy([] {}); });
  pool.move([&] { pool.move([] {}); });
  pool.forward([&] { pool.forward([] {}); });
  pool.bound(&Pool::run);
  std::thread thread([&] { pool.run(); });
  thread.join();
}
