// Locks with Clang's attributes, in the style of Abseil.
namespace absl {
class __attribute__((capability("mutex"))) Mutex {
 public:
  void Lock() __attribute__((acquire_capability()));
  void Unlock() __attribute__((release_capability()));
  bool TryLock() __attribute__((try_acquire_capability(true)));
};
class __attribute__((scoped_lockable)) MutexLock {
 public:
  explicit MutexLock(Mutex* mu) __attribute__((acquire_capability(mu))) : mu_(mu) { mu_->Lock(); }
  ~MutexLock() __attribute__((release_capability())) { mu_->Unlock(); }

 private:
  Mutex* const mu_;
};
} // namespace absl

class Interner {
 public:
  int intern() {
    absl::MutexLock lock(&mu_);
    return ++next_;
  }
  void dump();

 private:
  absl::Mutex mu_;
  int next_ __attribute__((guarded_by(mu_))) = 0;
};

class Lexer {
 public:
  int next() {
    absl::MutexLock lock(&mu_);
    return interner_->intern();
  }
  int position() {
    absl::MutexLock lock(&mu_); // CHECK: paraudit-lock-order-inversion
    return position_;
  }

 private:
  absl::Mutex mu_;
  Interner* interner_;
  int position_ = 0;
};

Lexer lexer;

void Interner::dump() {
  absl::MutexLock lock(&mu_);
  next_ += lexer.position();
}
