// A lambda that is called where it is made runs under its maker's lock.
#include <mutex>

class Module {
 public:
  int uses() const {
    std::lock_guard<std::mutex> hold(lock_);
    auto count = [this] { bump(); };
    count();
    return uses_;
  }
  int twice() const {
    std::lock_guard<std::mutex> hold(lock_);
    const auto count = [this] { bump(); };
    const auto both = [&] {
      count();
      count();
    };
    both();
    return uses_;
  }

 private:
  void bump() const { ++uses_; }

  mutable std::mutex lock_;
  mutable int uses_ = 0;
};

int use(const Module& module) {
  return module.uses() + module.twice();
}
