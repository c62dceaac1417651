// The lock that comes first is held by contract.
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

class Arena {
public:
  void grow() __attribute__((requires_capability(chunks_))) {
    MutexLock lock(&arena_); // CHECK: paraudit-lock-order-contradiction
    ++size_;
  }

private:
  Mutex chunks_;
  Mutex arena_ __attribute__((acquired_before(chunks_)));
  int size_ = 0;
};

Arena arena;
