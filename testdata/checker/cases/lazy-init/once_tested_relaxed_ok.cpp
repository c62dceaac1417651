// A relaxed look saves the lock; what it stands for is read under the lock only, and nothing is made.
#include <atomic>
#include <mutex>

class Job {
 public:
  void fail(int error) {
    if (ok_.load(std::memory_order_relaxed)) {
      std::lock_guard<std::mutex> lock(mutex_);
      error_ = error;
      ok_.store(false, std::memory_order_relaxed);
    }
  }
  int error() {
    std::lock_guard<std::mutex> lock(mutex_);
    return error_;
  }

 private:
  std::mutex mutex_;
  std::atomic<bool> ok_{true};
  int error_ = 0;
};

int use(Job& job) {
  job.fail(1);
  return job.error();
}
