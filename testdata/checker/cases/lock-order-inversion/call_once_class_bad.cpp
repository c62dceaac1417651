// Once of a class, lambda, through a helper.
#include <mutex>

class Target {
 public:
  int features() {
    std::call_once(once_, [this] { load(); });
    return features_;
  }
  void reload() {
    std::lock_guard<std::mutex> guard(mutex_);
    generation_ += features();
  }

 private:
  void load() {
    std::lock_guard<std::mutex> guard(mutex_);
    features_ = 1;
  }
  std::mutex mutex_;
  std::once_flag once_;
  int features_ = 0;
  int generation_ = 0;
};

Target target;
int ask() {
  return target.features();
}
void again() {
  target.reload();
}
