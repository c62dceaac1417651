// Two modules are merged: a.merge(b) and b.merge(a) meet in the middle.
#include <mutex>
#include <vector>

class Module {
public:
  void merge(Module& other) {
    std::lock_guard<std::mutex> mine(mutex_);
    std::lock_guard<std::mutex> theirs(other.mutex_); // CHECK: paraudit-instance-order
    items_.insert(items_.end(), other.items_.begin(), other.items_.end());
  }

private:
  std::mutex mutex_;
  std::vector<int> items_;
};

Module first, second;
void link() { first.merge(second); }
