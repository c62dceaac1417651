// Both at once, three ways.
#include <mutex>

class Interner {
public:
  void absorb(Interner& other) {
    std::scoped_lock both(mutex_, other.mutex_);
    size_ += other.size_;
  }
  void swap(Interner& other) {
    std::unique_lock<std::mutex> mine(mutex_, std::defer_lock);
    std::unique_lock<std::mutex> theirs(other.mutex_, std::defer_lock);
    std::lock(mine, theirs);
    std::swap(size_, other.size_);
  }
  void copy(Interner& other) {
    std::lock(mutex_, other.mutex_);
    std::lock_guard<std::mutex> mine(mutex_, std::adopt_lock);
    std::lock_guard<std::mutex> theirs(other.mutex_, std::adopt_lock);
    size_ = other.size_;
  }

private:
  std::mutex mutex_;
  int size_ = 0;
};

Interner one, two;
void run() { one.absorb(two); one.swap(two); one.copy(two); }
