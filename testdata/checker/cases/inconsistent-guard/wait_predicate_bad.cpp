// The predicate runs under the lock of the wait, which is not the lock of the queue.
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

class Pool {
public:
  void add(int task) {
    std::lock_guard<std::mutex> lock(queue_mutex_);
    queue_.push_back(task);
    ready_.notify_one();
  }
  int take() {
    {
      std::unique_lock<std::mutex> lock(idle_mutex_);
      ready_.wait(lock, [this] {
        return !queue_.empty(); // CHECK: paraudit-inconsistent-guard
      });
    }
    std::lock_guard<std::mutex> lock(queue_mutex_);
    int task = queue_.back();
    queue_.pop_back();
    return task;
  }

private:
  std::mutex queue_mutex_;
  std::mutex idle_mutex_;
  std::condition_variable ready_;
  std::vector<int> queue_;
};

int main() {
  Pool pool;
  std::thread worker([&] { pool.take(); });
  pool.add(1);
  worker.join();
}
