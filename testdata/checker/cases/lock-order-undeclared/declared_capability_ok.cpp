// Declared on the members, checked across a call and a helper that requires the lock.
class __attribute__((capability("mutex"))) Mutex {
 public:
  void lock() __attribute__((acquire_capability()));
  void unlock() __attribute__((release_capability()));
};
class __attribute__((scoped_lockable)) Lock {
 public:
  explicit Lock(Mutex& mutex) __attribute__((acquire_capability(mutex)));
  ~Lock() __attribute__((release_capability()));
};

class Module {
 public:
  void add() {
    Lock lock(functions_);
    number();
  }

 private:
  void number() __attribute__((requires_capability(functions_))) {
    Lock lock(values_);
    ++next_;
  }
  Mutex functions_ __attribute__((acquired_before(values_)));
  Mutex values_;
  int next_ = 0;
};

Module module_;
void use() {
  module_.add();
}
