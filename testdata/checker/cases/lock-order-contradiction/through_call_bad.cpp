// Members, with acquired_after; the inner lock is taken in a method that is called.
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

class Session {
public:
  void finish() {
    MutexLock lock(&jobs_lock_);
    flush();
  }
  void flush() {
    MutexLock lock(&diagnostics_lock_); // CHECK: paraudit-lock-order-contradiction
    ++flushed_;
  }

private:
  Mutex diagnostics_lock_;
  Mutex jobs_lock_ __attribute__((acquired_after(diagnostics_lock_)));
  int flushed_ = 0;
};

Session session;
