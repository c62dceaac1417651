// A spin lock of the program guards its state like any other lock.
#include <atomic>
#include <mutex>

class SpinLock {
 public:
  void lock() {
    while (busy_.exchange(true)) {
    }
  }
  void unlock() { busy_ = false; }

 private:
  std::atomic<bool> busy_{false};
};

class Counter {
 public:
  void add() {
    std::lock_guard<SpinLock> guard(lock_);
    ++value_;
  }
  void sub() {
    std::lock_guard<SpinLock> guard(lock_);
    --value_;
  }
  void clear() {
    std::lock_guard<SpinLock> guard(lock_);
    value_ = 0;
  }
  int get() { return value_; } // CHECK: paraudit-unguarded-access

 private:
  SpinLock lock_;
  int value_ = 0;
};

Counter counter;
void up() {
  counter.add();
}
void down() {
  counter.sub();
}
void zero() {
  counter.clear();
}
int get() {
  return counter.get();
}
