// Every callable that gets here is known and takes no lock.
#include <functional>
#include <mutex>
#include <vector>

class Arena {
public:
  void for_each(const std::function<void(int)>& visit) {
    std::lock_guard<std::mutex> lock(mutex_);
    for (int value : values_)
      visit(value);
  }

private:
  std::mutex mutex_;
  std::vector<int> values_;
};

Arena arena;

int sum() {
  int total = 0;
  arena.for_each([&](int value) { total += value; });
  return total;
}

int count() {
  int number = 0;
  arena.for_each([&](int) { ++number; });
  return number;
}
