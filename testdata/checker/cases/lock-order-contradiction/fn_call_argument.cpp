// Known miss: the argument is a call, which is not followed.
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

Mutex& table_lock();
Mutex rows __attribute__((acquired_before(table_lock())));
Mutex table;
Mutex& table_lock() { return table; }

void wrong() {
  MutexLock outer(&table);
  MutexLock inner(&rows); // MISSING: paraudit-lock-order-contradiction
}
