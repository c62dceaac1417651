// Blocks one thread until another lets it go on: internal.
#ifndef PARAUDIT_RUNTIME_PARALLEL_THREAD_PARKER_H
#define PARAUDIT_RUNTIME_PARALLEL_THREAD_PARKER_H

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace paraudit::detail {

class ThreadParker {
 public:
  void wait() {
    std::unique_lock lock(mutex_);
    condition_.wait(lock, [this] { return released_; });
  }
  // False if the time was up first.
  bool wait_for(std::chrono::milliseconds time) {
    std::unique_lock lock(mutex_);
    return condition_.wait_for(lock, time, [this] { return released_; });
  }
  // Notifies while it holds the mutex: the waiter destroys this object as soon as it can lock it.
  void release() {
    std::lock_guard lock(mutex_);
    released_ = true;
    condition_.notify_one();
  }

 private:
  std::mutex mutex_;
  std::condition_variable condition_;
  bool released_ = false;
};

} // namespace paraudit::detail

#endif
