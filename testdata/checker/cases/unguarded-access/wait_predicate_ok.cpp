// A predicate runs with the lock of its wait held, whatever guard or time limit the wait has.
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <shared_mutex>
#include <thread>
#include <vector>

class Pool {
public:
  void add(int task) {
    std::lock_guard<std::mutex> lock(mutex_);
    queue_.push_back(task);
    ready_.notify_one();
  }
  int take() {
    std::unique_lock<std::mutex> lock(mutex_);
    ready_.wait(lock, [this] { return has_work(); });
    int task = queue_.back();
    queue_.pop_back();
    return task;
  }
  void drain() {
    std::unique_lock lock(mutex_);
    ready_.wait_for(lock, std::chrono::seconds(1), [this] { return queue_.empty(); });
  }

private:
  bool has_work() const { return !queue_.empty(); }

  std::mutex mutex_;
  std::condition_variable ready_;
  std::vector<int> queue_;
};

std::shared_mutex table_mutex;
std::condition_variable_any table_filled;
int table_size;

void fill() {
  std::unique_lock lock(table_mutex);
  ++table_size;
  table_filled.notify_all();
}

int await_table() {
  std::shared_lock lock(table_mutex);
  auto is_filled = [] { return table_size > 0; };
  table_filled.wait(lock, is_filled);
  return table_size;
}

int main() {
  Pool pool;
  std::thread worker([&] {
    pool.take();
    fill();
  });
  pool.add(1);
  pool.drain();
  int size = await_table();
  worker.join();
  return size;
}
