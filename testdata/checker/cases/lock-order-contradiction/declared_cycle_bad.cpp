// Two declarations that nobody can follow: the second one closes the cycle.
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

class Registry {
public:
  int size = 0;

private:
  Mutex names_ __attribute__((acquired_before(values_)));
  Mutex values_ __attribute__((acquired_before(names_))); // CHECK: paraudit-lock-order-contradiction
};

Registry registry;
