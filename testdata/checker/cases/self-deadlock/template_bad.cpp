// In a template, through a dependent helper.
#include <mutex>

template <class T> class Pool {
 public:
  T* get() {
    std::unique_lock<std::mutex> guard(mutex_);
    if (free_ == nullptr)
      refill();
    return free_;
  }
  void refill() {
    std::scoped_lock guard(mutex_); // CHECK: paraudit-self-deadlock
    free_ = new T;
  }

 private:
  std::mutex mutex_;
  T* free_ = nullptr;
};

Pool<int> ints;
int* next() {
  return ints.get();
}
