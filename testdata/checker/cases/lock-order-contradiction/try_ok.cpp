// The inner lock is only tried: nobody waits against the order.
class __attribute__((capability("mutex"))) Mutex {
public:
  void Lock() __attribute__((acquire_capability()));
  void Unlock() __attribute__((release_capability()));
  bool TryLock() __attribute__((try_acquire_capability(true)));
};

class __attribute__((scoped_lockable)) MutexLock {
public:
  explicit MutexLock(Mutex* mutex) __attribute__((acquire_capability(mutex)));
  ~MutexLock() __attribute__((release_capability()));
};

class Cache {
public:
  void evict() {
    MutexLock lock(&entries_);
    if (index_.TryLock())
      index_.Unlock();
  }

private:
  Mutex entries_;
  Mutex index_ __attribute__((acquired_before(entries_)));
};

Cache cache;
