// Functions that take a lock and return the guard: their callers' lines count, however many such functions are between.
// "// = N": so many acquisitions. tests/pass_test.py reads them.
#include "returned_guards.h"

#include <cstdio>
#include <mutex>
#include <optional>
#include <string>

namespace {

std::mutex other;

struct Held { // a guard by what it does, not by its name
  std::unique_lock<std::mutex> lock;
  int* value;
};

class Box {
 public:
  std::unique_lock<std::mutex> direct() { return std::unique_lock(mutex_); }
  std::unique_lock<std::mutex> after_work() {
    std::unique_lock<std::mutex> lock(mutex_);
    ++value_;
    return lock;
  }
  std::unique_lock<std::mutex> adopted() {
    mutex_.lock();
    return std::unique_lock(mutex_, std::adopt_lock);
  }
  Held with_value() { return {direct(), &value_}; }
  Held by_name(const std::string& name) {
    {
      std::lock_guard inner(other); // = 4
      ++names_;
    }
    value_ += static_cast<int>(name.size());
    return with_value();
  }
  std::optional<Held> perhaps(bool wanted) {
    if (!wanted)
      return std::nullopt;
    return with_value();
  }
  // No such function: the lock is given up again.
  int read() {
    std::unique_lock<std::mutex> lock(mutex_); // = 2
    return value_;
  }

 private:
  std::mutex mutex_;
  int value_ = 0, names_ = 0;
};

} // namespace

int main() {
  Box box;
  for (int i = 0; i < 3; ++i)
    auto held = box.direct(); // = 3
  box.after_work();           // = 1
  box.adopted();              // = 1
  for (int i = 0; i < 4; ++i) {
    Held held = box.by_name("four"); // = 4
    ++*held.value;
  }
  auto held = box.perhaps(true); // = 1
  held.reset();
  box.perhaps(false);
  take_elsewhere();           // = 1
  take_elsewhere_or_throw(1); // = 1
  try {
    take_elsewhere_or_throw(0); // = 1
  } catch (int) {
  }
  std::printf("%d\n", box.read() + box.read());
}
