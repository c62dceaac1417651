// A wait gives up its own lock: the classic work queue.
#include <condition_variable>
#include <deque>
#include <mutex>

class WorkQueue {
public:
  int take() {
    std::unique_lock<std::mutex> lock(mutex_);
    ready_.wait(lock, [this] { return !items_.empty(); });
    int item = items_.front();
    items_.pop_front();
    return item;
  }
  void put(int item) {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      items_.push_back(item);
    }
    ready_.notify_one();
  }

private:
  std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<int> items_;
};

WorkQueue queue;
int next() { queue.put(1); return queue.take(); }
