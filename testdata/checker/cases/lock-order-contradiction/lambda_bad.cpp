// Through a callable under a helper's lock.
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

Mutex types;
Mutex decls __attribute__((acquired_before(types)));
int n = 0;

template <class Function> void under(Mutex& mutex, Function&& function) {
  Lock lock(mutex);
  function();
}

void infer() {
  under(types, [] {
    Lock lock(decls); // CHECK: paraudit-lock-order-contradiction
    ++n;
  });
}

void declare() {
  under(decls, [] {
    Lock lock(types);
    ++n;
  });
}
