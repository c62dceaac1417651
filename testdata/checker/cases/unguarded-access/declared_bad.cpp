// The guard is declared: one access is enough to tell.
class __attribute__((capability("mutex"))) Mutex {
public:
  void lock() __attribute__((acquire_capability()));
  void unlock() __attribute__((release_capability()));
};

class Arena {
public:
  void grow(unsigned long bytes) {
    used_ += bytes; // CHECK: paraudit-unguarded-access
  }

private:
  Mutex mutex_;
  unsigned long used_ __attribute__((guarded_by(mutex_))) = 0;
};

void use(Arena& arena) { arena.grow(16); }
