// The same table with somebody else's functions: one of them locks.
#include <mutex>

namespace passes {
std::mutex statistics_mutex;
int runs = 0;

bool fold(int value) {
  return value > 0;
}

bool count(int) {
  std::lock_guard lock(statistics_mutex);
  return ++runs > 0;
}

using Pass = bool (*)(int);
const Pass kPasses[] = {fold, &count};
} // namespace passes

class Unit {
 public:
  bool run(int pass) {
    std::lock_guard lock(mutex_);
    return passes::kPasses[pass](value_); // CHECK: paraudit-callback-under-lock (count)
  }

 private:
  std::mutex mutex_;
  int value_ = 0;
};

bool run(Unit& unit) {
  return unit.run(0);
}
