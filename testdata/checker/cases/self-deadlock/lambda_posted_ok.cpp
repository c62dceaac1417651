// The callable is only queued under the lock; it runs later, without it.
#include <functional>
#include <mutex>
#include <vector>

class Queue {
 public:
  void post(std::function<void()> task) {
    std::lock_guard<std::mutex> guard(mutex_);
    tasks_.push_back(std::move(task));
  }
  void run() {
    std::vector<std::function<void()>> tasks;
    {
      std::lock_guard<std::mutex> guard(mutex_);
      tasks.swap(tasks_);
    }
    for (auto& task : tasks)
      task();
  }

 private:
  std::mutex mutex_;
  std::vector<std::function<void()>> tasks_;
};

Queue queue;

void use() {
  queue.post([] { queue.post([] {}); });
  queue.run();
}
