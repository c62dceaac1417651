// compare_exchange in a loop, a guard of the program's own, camel case.
#include <atomic>

class Spin {
 public:
  void Lock() {
    bool expected = false;
    while (!busy_.compare_exchange_weak(expected, true, std::memory_order_acquire))
      expected = false;
  }
  bool TryLock() {
    bool expected = false;
    return busy_.compare_exchange_strong(expected, true);
  }
  void Unlock() { busy_.store(false, std::memory_order_release); }

 private:
  std::atomic<bool> busy_{false};
};

class SpinGuard {
 public:
  explicit SpinGuard(Spin& spin) : spin_(spin) { spin_.Lock(); }
  ~SpinGuard() { spin_.Unlock(); }

 private:
  Spin& spin_;
};

class Arena {
 public:
  void* allocate() {
    SpinGuard guard(spin_);
    grow();
    return nullptr;
  }
  void grow() {
    SpinGuard guard(spin_); // CHECK: paraudit-self-deadlock
    ++blocks_;
  }

 private:
  Spin spin_;
  int blocks_ = 0;
};

Arena arena;
void* get() {
  return arena.allocate();
}
