// A public method that locks, called by another one that holds the lock of the same object.
#include <mutex>
#include <vector>

class Queue {
public:
  bool full() const {
    std::lock_guard<std::mutex> guard(mutex_); // CHECK: paraudit-self-deadlock
    return items_.size() > 100;
  }
  void push(int item) {
    std::lock_guard<std::mutex> guard(mutex_);
    if (full())
      return;
    items_.push_back(item);
  }

private:
  mutable std::mutex mutex_;
  std::vector<int> items_;
};

void use(Queue& queue) { queue.push(1); }
