// As lambda_called_here_ok.cpp, but the lambda is kept and called later, without the lock.
#include <functional>
#include <mutex>

class Module {
 public:
  int uses() const {
    std::lock_guard<std::mutex> hold(lock_);
    auto count = [this] { bump(); };
    later_ = count;
    count();
    return uses_;
  }
  void finish() const { later_(); }

 private:
  void bump() const { ++uses_; } // CHECK: paraudit-const-mutation

  mutable std::mutex lock_;
  mutable std::function<void()> later_; // only uses() sets it
  mutable int uses_ = 0;
};

int use(const Module& module) {
  module.finish();
  return module.uses();
}
