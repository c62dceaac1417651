// The outer lock is known by the contract alone.
class __attribute__((capability("mutex"))) Mutex {
 public:
  void lock() __attribute__((acquire_capability()));
  void unlock() __attribute__((release_capability()));
};

class Module {
 public:
  void number() __attribute__((requires_capability(functions_))) {
    values_.lock(); // CHECK: paraudit-lock-order-undeclared
    ++next_;
    values_.unlock();
  }

 private:
  Mutex functions_;
  Mutex values_;
  int next_ = 0;
};

void use(Module& module_) {
  (void)module_;
}
