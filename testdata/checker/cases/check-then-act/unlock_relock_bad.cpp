// unique_lock, given up for the computation.
#include <mutex>
#include <optional>

class Lazy {
public:
  void fill() {
    std::unique_lock<std::mutex> lock(mutex_);
    if (value_.has_value())
      return;
    lock.unlock();
    int value = compute();
    lock.lock();
    value_ = value; // CHECK: paraudit-check-then-act
  }

private:
  int compute();

  std::mutex mutex_;
  std::optional<int> value_;
};

void use(Lazy& lazy) { lazy.fill(); }
