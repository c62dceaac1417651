#pragma once
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

struct Database {
  Mutex versions __attribute__((acquired_before(files)));
  Mutex files;
  void compact();
  void log_and_apply();
};
