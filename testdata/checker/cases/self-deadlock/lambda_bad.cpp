// The lambda captures `this`: it takes the lock of the same object.
#include <mutex>

class Registry {
public:
  template <typename Function> void each(Function function) {
    std::lock_guard<std::mutex> guard(mutex_);
    function(1);
  }
  void add(int) {
    std::lock_guard<std::mutex> guard(mutex_); // CHECK: paraudit-self-deadlock
    ++count_;
  }
  void duplicate() {
    each([this](int item) { add(item); });
  }

private:
  std::mutex mutex_;
  int count_ = 0;
};

void use(Registry& registry) { registry.duplicate(); }
