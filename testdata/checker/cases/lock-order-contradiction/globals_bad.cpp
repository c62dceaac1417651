// The type table is declared to come before the bodies; re-checking takes them the other way round.
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

extern Mutex bodies_lock;
Mutex types_lock __attribute__((acquired_before(bodies_lock)));
Mutex bodies_lock;
int types, bodies;

void recheck() {
  MutexLock outer(&bodies_lock);
  MutexLock inner(&types_lock); // CHECK: paraudit-lock-order-contradiction
  ++types;
}
