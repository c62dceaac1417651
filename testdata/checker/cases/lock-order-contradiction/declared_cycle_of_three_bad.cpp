// Three, in before and after; the last one closes the cycle. Code between them is against one of them anyway.
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

class Pipeline {
public:
  void run() {
    MutexLock parse(&parse_);
    MutexLock lower(&lower_);
  }

private:
  Mutex parse_ __attribute__((acquired_before(lower_)));
  Mutex lower_ __attribute__((acquired_before(emit_)));
  Mutex emit_ __attribute__((acquired_before(parse_))); // CHECK: paraudit-lock-order-contradiction
};

Pipeline pipeline;
