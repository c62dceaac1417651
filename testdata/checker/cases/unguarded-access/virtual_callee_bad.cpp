// The overrider that runs without the lock is the one that is told.
#include <mutex>

class Pass {
public:
  virtual ~Pass() = default;
  virtual void run() = 0;

protected:
  std::mutex mutex_;
  int changes_ = 0;
};

class Fold : public Pass {
public:
  void run() override {
    std::lock_guard<std::mutex> lock(mutex_);
    ++changes_;
  }
};

class Inline : public Pass {
public:
  void run() override {
    std::lock_guard<std::mutex> lock(mutex_);
    changes_ += 2;
  }
};

class Sink : public Pass {
public:
  void run() override {
    ++changes_; // CHECK: paraudit-unguarded-access
  }
};

void run_all(Pass& pass) { pass.run(); }

void use() {
  static Fold fold;
  static Inline inliner;
  static Sink sink;
  run_all(fold);
  run_all(inliner);
  run_all(sink);
}
