// Declared between two locks with static storage.
#include <mutex>

class __attribute__((capability("mutex"))) Mutex {
public:
  void lock() __attribute__((acquire_capability())) { mutex_.lock(); }
  void unlock() __attribute__((release_capability())) { mutex_.unlock(); }

private:
  std::mutex mutex_;
};

Mutex inner_lock;
Mutex outer_lock __attribute__((acquired_before(inner_lock)));

void nested() {
  std::lock_guard<Mutex> outer(outer_lock);
  std::lock_guard<Mutex> inner(inner_lock);
}
