// Locks without a declared order between them are the business of another check.
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

Mutex a;
Mutex b __attribute__((acquired_before(a)));
Mutex c;

void one() {
  MutexLock outer(&a);
  MutexLock inner(&c);
}
