// A helper that gives the caller's lock up round a call and takes it back.
#include <mutex>

class Scheduler {
 public:
  void tick() {
    std::unique_lock<std::mutex> lock(mutex_);
    lock.unlock();
    notify();
    lock.lock();
    ++ticks_;
  }
  void run() {
    std::unique_lock<std::mutex> lock(mutex_);
    unlocked(lock);
  }

 private:
  void unlocked(std::unique_lock<std::mutex>& lock) {
    lock.unlock();
    notify();
    lock.lock();
  }
  void notify() {
    std::lock_guard<std::mutex> guard(mutex_);
    ++notified_;
  }
  std::mutex mutex_;
  int ticks_ = 0;
  int notified_ = 0;
};

Scheduler scheduler;
void use() {
  scheduler.tick();
  scheduler.run();
}
