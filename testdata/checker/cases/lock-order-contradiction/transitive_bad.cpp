// Through a chain of declarations: crate before module, module before item.
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

class Tables {
public:
  void wrong() {
    item_.Lock();
    crate_.Lock(); // CHECK: paraudit-lock-order-contradiction
    crate_.Unlock();
    item_.Unlock();
  }
  void right() {
    crate_.Lock();
    item_.Lock();
    item_.Unlock();
    crate_.Unlock();
  }

private:
  Mutex item_;
  Mutex module_ __attribute__((acquired_before(item_)));
  Mutex crate_ __attribute__((acquired_before(module_)));
};

Tables tables;
