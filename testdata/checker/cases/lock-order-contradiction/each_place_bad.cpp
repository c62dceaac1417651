// Two places are against the order: each is to be mended. A lambda that runs at once is one.
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

class Queries {
public:
  void force() {
    MutexLock lock(&cache_);
    MutexLock jobs(&jobs_); // CHECK: paraudit-lock-order-contradiction
  }
  void steal() {
    MutexLock lock(&cache_);
    auto take = [this] {
      jobs_.Lock(); // CHECK: paraudit-lock-order-contradiction
      ++taken_;
      jobs_.Unlock();
    };
    take();
  }

private:
  Mutex cache_;
  Mutex jobs_ __attribute__((acquired_before(cache_)));
  int taken_ = 0;
};

Queries queries;
