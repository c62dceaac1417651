// A scoped lock with attributes, taken again in a private helper that lost its contract.
namespace absl {
class __attribute__((capability("mutex"))) Mutex {
 public:
  void Lock() __attribute__((acquire_capability()));
  void Unlock() __attribute__((release_capability()));
};
class __attribute__((scoped_lockable)) MutexLock {
 public:
  explicit MutexLock(Mutex* mu) __attribute__((acquire_capability(mu)));
  ~MutexLock() __attribute__((release_capability()));
};
} // namespace absl

class Strings {
 public:
  int add() {
    absl::MutexLock lock(&mu_);
    grow();
    return ++size_;
  }

 private:
  void grow() {
    absl::MutexLock lock(&mu_); // CHECK: paraudit-self-deadlock
    capacity_ *= 2;
  }
  absl::Mutex mu_;
  int size_ = 0;
  int capacity_ = 1;
};

Strings strings;
int use() {
  return strings.add();
}
