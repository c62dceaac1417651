// A listener is registered once and called under the lock of its owner.
#include <functional>
#include <mutex>
#include <vector>

class Diagnostics {
 public:
  void listen(std::function<void(int)> listener) {
    std::lock_guard<std::mutex> guard(mutex_);
    listeners_.push_back(std::move(listener));
  }
  void emit(int code) {
    std::lock_guard<std::mutex> guard(mutex_);
    for (const auto& listener : listeners_)
      listener(code);
  }

 private:
  std::mutex mutex_;
  std::vector<std::function<void(int)>> listeners_;
};

class Driver {
 public:
  explicit Driver(Diagnostics& diagnostics) : diagnostics_(diagnostics) {
    diagnostics_.listen([this](int code) {
      std::lock_guard<std::mutex> guard(state_); // CHECK: paraudit-lock-order-inversion
      last_ = code;
    });
  }
  void fail() {
    std::lock_guard<std::mutex> guard(state_);
    diagnostics_.emit(last_);
  }

 private:
  Diagnostics& diagnostics_;
  std::mutex state_;
  int last_ = 0;
};

Diagnostics diagnostics;

void compile() {
  Driver driver(diagnostics);
  driver.fail();
}
