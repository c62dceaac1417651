// The helper gets the guard but does not unlock it before the call that takes the lock.
#include <mutex>

class Scheduler {
 public:
  void run() {
    std::unique_lock<std::mutex> lock(mutex_);
    step(lock);
  }

 private:
  void step(std::unique_lock<std::mutex>& lock) {
    notify();
    lock.unlock();
    lock.lock();
  }
  void notify() {
    std::lock_guard<std::mutex> guard(mutex_); // CHECK: paraudit-self-deadlock
    ++notified_;
  }
  std::mutex mutex_;
  int notified_ = 0;
};

Scheduler scheduler;
void use() {
  scheduler.run();
}
