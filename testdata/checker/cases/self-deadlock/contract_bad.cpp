// A function that requires the lock calls one that takes it.
class __attribute__((capability("mutex"))) Mutex {
 public:
  void lock() __attribute__((acquire_capability()));
  void unlock() __attribute__((release_capability()));
};

class Table {
 public:
  void insert() __attribute__((requires_capability(mutex_))) { rehash(); }
  void rehash() {
    mutex_.lock(); // CHECK: paraudit-self-deadlock
    ++buckets_;
    mutex_.unlock();
  }

 private:
  Mutex mutex_;
  int buckets_ = 0;
};

void use(Table& table) {
  table.rehash();
}
