// Released before the other one is taken.
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

class Emitter {
public:
  void run() {
    object_.Lock();
    object_.Unlock();
    symbols_.Lock();
    symbols_.Unlock();
  }

private:
  Mutex object_;
  Mutex symbols_ __attribute__((acquired_before(object_)));
};

Emitter emitter;
