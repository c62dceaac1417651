// The callee is what a function returns, and nobody is seen to have stored it.
#include <atomic>
#include <mutex>

using Log = void (*)(const char*);

class Hook {
 public:
  Log load() const { return log_.load(); }

 private:
  std::atomic<Log> log_{nullptr};
};

Hook hook;

class Cache {
 public:
  void reset() {
    std::lock_guard lock(mutex_);
    if (hook.load())
      hook.load()("reset"); // CHECK: paraudit-callback-under-lock (what 'Hook::load' returned)
    size_ = 0;
  }

 private:
  std::mutex mutex_;
  int size_ = 0;
};

void reset(Cache& cache) {
  cache.reset();
}
