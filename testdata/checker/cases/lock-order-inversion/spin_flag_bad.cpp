// A spin lock made of an atomic flag.
#include <atomic>
#include <mutex>

class SpinLock {
 public:
  void lock() {
    while (flag_.test_and_set(std::memory_order_acquire)) {
    }
  }
  void unlock() { flag_.clear(std::memory_order_release); }

 private:
  std::atomic_flag flag_;
};

SpinLock uses;
std::mutex values;

void replace() {
  std::lock_guard<SpinLock> outer(uses);
  std::lock_guard<std::mutex> inner(values); // CHECK: paraudit-lock-order-inversion
}

void erase() {
  std::lock_guard<std::mutex> outer(values);
  std::lock_guard<SpinLock> inner(uses);
}
