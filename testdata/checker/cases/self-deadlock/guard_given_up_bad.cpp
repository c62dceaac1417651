// After the helper took the lock back, it is held again.
#include <mutex>

class Scheduler {
 public:
  void run() {
    std::unique_lock<std::mutex> lock(mutex_);
    unlocked(lock);
    notify();
  }

 private:
  void unlocked(std::unique_lock<std::mutex>& lock) {
    lock.unlock();
    ++passes_;
    lock.lock();
  }
  void notify() {
    std::lock_guard<std::mutex> guard(mutex_); // CHECK: paraudit-self-deadlock
    ++notified_;
  }
  std::mutex mutex_;
  int passes_ = 0;
  int notified_ = 0;
};

Scheduler scheduler;
void use() {
  scheduler.run();
}
