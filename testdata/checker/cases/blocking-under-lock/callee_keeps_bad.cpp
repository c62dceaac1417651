// The same with a callee that keeps the lock.
#include <chrono>
#include <mutex>
#include <thread>

class Tokens {
 public:
  int take() {
    std::unique_lock<std::mutex> lock(mutex_);
    if (free_ == 0)
      fetch(lock);
    return --free_;
  }

 private:
  void fetch(std::unique_lock<std::mutex>& lock) {
    wait();
    free_ += lock.owns_lock() ? 1 : 0;
  }
  void wait() {
    std::this_thread::sleep_for(std::chrono::milliseconds(1)); // CHECK: paraudit-blocking-under-lock (Tokens::mutex_)
  }

  std::mutex mutex_;
  int free_ = 0;
};

int take(Tokens& tokens) {
  return tokens.take();
}
