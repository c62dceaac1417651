// A class that no wait knows: who made the object does not know of the lock.
class __attribute__((capability("mutex"))) Mutex {
 public:
  void Lock() __attribute__((acquire_capability()));
  void Unlock() __attribute__((release_capability()));
};

class Visitor {
 public:
  Visitor(bool (*test)(void*), void* value) : test_(test), value_(value) {}
  bool visit() const { return (*test_)(value_); } // CHECK: paraudit-callback-under-lock

 private:
  bool (*test_)(void*);
  void* value_;
};

Mutex queue_lock;

bool visit(const Visitor* visitor) {
  queue_lock.Lock();
  bool found = visitor->visit();
  queue_lock.Unlock();
  return found;
}
