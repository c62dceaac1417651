// Where the guard is declared, an access under another lock is unguarded.
class __attribute__((capability("mutex"))) Mutex {
public:
  void lock() __attribute__((acquire_capability()));
  void unlock() __attribute__((release_capability()));
};

Mutex a;
Mutex b;
int state __attribute__((guarded_by(a)));

void one() {
  a.lock();
  ++state;
  a.unlock();
}

void two() {
  b.lock();
  ++state;
  b.unlock();
}
