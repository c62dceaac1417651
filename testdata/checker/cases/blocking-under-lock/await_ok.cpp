// A lock that waits for a condition of what it guards gives itself up meanwhile.
namespace absl {
class Condition {
public:
  Condition(bool (*test)(int*), int* value);
};
class __attribute__((capability("mutex"))) Mutex {
public:
  void Lock() __attribute__((acquire_capability()));
  void Unlock() __attribute__((release_capability()));
  void Await(const Condition& condition);
  bool AwaitWithTimeout(const Condition& condition, long timeout);
};
class __attribute__((scoped_lockable)) MutexLock {
public:
  explicit MutexLock(Mutex* mutex) __attribute__((acquire_capability(mutex)));
  ~MutexLock() __attribute__((release_capability()));
};
} // namespace absl

class Barrier {
public:
  void block() {
    absl::MutexLock lock(&mutex_);
    --left_;
    mutex_.Await(absl::Condition(&is_zero, &left_));
  }
  bool block_a_while() {
    absl::MutexLock lock(&mutex_);
    --left_;
    return mutex_.AwaitWithTimeout(absl::Condition(&is_zero, &left_), 5);
  }

private:
  static bool is_zero(int* value) { return *value == 0; }
  absl::Mutex mutex_;
  int left_ = 2;
};

void use(Barrier& barrier) {
  barrier.block();
  barrier.block_a_while();
}
