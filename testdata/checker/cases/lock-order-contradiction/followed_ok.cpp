// The declared order, followed.
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

void check() {
  MutexLock outer(&types_lock);
  MutexLock inner(&bodies_lock);
  ++bodies;
}
