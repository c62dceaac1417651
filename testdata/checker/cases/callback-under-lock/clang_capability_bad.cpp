// The contract says that the caller holds the lock.
#include <functional>

class __attribute__((capability("mutex"))) Mutex {
public:
  void Lock() __attribute__((acquire_capability()));
  void Unlock() __attribute__((release_capability()));
};

class Cache {
public:
  void evict_locked(const std::function<void(int)>& evicted) __attribute__((requires_capability(mutex_))) {
    for (int i = 0; i < size_; ++i)
      evicted(i); // CHECK: paraudit-callback-under-lock
    size_ = 0;
  }

private:
  Mutex mutex_;
  int size_ = 0;
};

Cache cache;
