// Required locks count as held; the constructor needs none.
class __attribute__((capability("mutex"))) Mutex {
public:
  void lock() __attribute__((acquire_capability()));
  void unlock() __attribute__((release_capability()));
};

class Arena {
public:
  Arena() { used_ = 64; }
  void grow(unsigned long bytes) {
    mutex_.lock();
    grow_locked(bytes);
    mutex_.unlock();
  }

private:
  void grow_locked(unsigned long bytes) __attribute__((requires_capability(mutex_))) { used_ += bytes; }

  Mutex mutex_;
  unsigned long used_ __attribute__((guarded_by(mutex_))) = 0;
};

void use(Arena& arena) { arena.grow(16); }
