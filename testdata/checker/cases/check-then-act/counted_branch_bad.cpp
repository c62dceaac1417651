// A limit that is looked at before the lock is given up no longer holds when the count goes up.
#include <mutex>
#include <thread>

class Limiter {
 public:
  bool enter() {
    for (;;) {
      std::unique_lock<std::mutex> lock(mutex_);
      if (running_ < 4) {
        lock.unlock();
        prepare();
        lock.lock();
        ++running_; // CHECK: paraudit-check-then-act
        return true;
      }
    }
  }
  void leave() {
    std::lock_guard<std::mutex> guard(mutex_);
    --running_;
  }

 private:
  void prepare() {}

  std::mutex mutex_;
  int running_ = 0;
};

void use() {
  Limiter limiter;
  auto work = [&] {
    limiter.enter();
    limiter.leave();
  };
  std::thread first(work), second(work);
  first.join();
  second.join();
}
