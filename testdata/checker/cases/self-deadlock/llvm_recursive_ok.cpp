// LLVM's sys::Mutex is recursive.
#include <mutex>

template <bool mt_only> class SmartMutex {
  std::recursive_mutex impl;

 public:
  bool lock() {
    impl.lock();
    return true;
  }
  bool unlock() {
    impl.unlock();
    return true;
  }
};

class Timers {
 public:
  void start() {
    std::lock_guard<SmartMutex<false>> guard(mutex_);
    add();
  }
  void add() {
    std::lock_guard<SmartMutex<false>> guard(mutex_);
    ++n_;
  }

 private:
  SmartMutex<false> mutex_;
  int n_ = 0;
};

Timers timers;
void use() {
  timers.start();
}
