// The callee gives the lock up by the caller's guard, waits, and takes it again.
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
    lock.unlock();
    wait();
    lock.lock();
    ++free_;
  }
  void wait() { std::this_thread::sleep_for(std::chrono::milliseconds(1)); }

  std::mutex mutex_;
  int free_ = 0;
};

int take(Tokens& tokens) {
  return tokens.take();
}
