// The callable's code is part of this instantiation.
#include <mutex>
#include <vector>

template <class T> class Guarded {
public:
  template <class F> auto with(F&& f) {
    std::lock_guard<std::mutex> lock(mutex_);
    return f(value_);
  }

private:
  std::mutex mutex_;
  T value_;
};

Guarded<std::vector<int>> numbers;

int count() {
  return numbers.with([](std::vector<int>& values) { return static_cast<int>(values.size()); });
}
