// An assignment locks both objects in the order given.
#include <mutex>
#include <vector>

class Bag {
 public:
  Bag& operator=(const Bag& other) {
    if (this != &other) {
      std::lock_guard<std::mutex> mine(mutex_);
      std::lock_guard<std::mutex> theirs(other.mutex_); // CHECK: paraudit-instance-order
      items_ = other.items_;
    }
    return *this;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<int> items_;
};

void copy(Bag& to, const Bag& from) {
  to = from;
}
