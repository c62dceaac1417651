// What a lock waits for is evaluated under it: that is what the predicate is made for.
namespace absl {
class Condition {
 public:
  Condition(bool (*test)(void*), void* value) : eval_(&call), test_(test), value_(value) {}
  bool Eval() const { return (*eval_)(this); }

 private:
  static bool call(const Condition* condition) { return (*condition->test_)(condition->value_); }
  bool (*eval_)(const Condition*);
  bool (*test_)(void*);
  void* value_;
};

class __attribute__((capability("mutex"))) Mutex {
 public:
  void Lock() __attribute__((acquire_capability()));
  void Unlock() __attribute__((release_capability()));
};
} // namespace absl

absl::Mutex queue_lock;

bool is_ready(const absl::Condition* condition) {
  queue_lock.Lock();
  bool ready = condition->Eval();
  queue_lock.Unlock();
  return ready;
}
