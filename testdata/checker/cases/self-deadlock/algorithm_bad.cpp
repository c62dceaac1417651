// Algorithms call what they get, under the locks of whoever calls them.
#include <algorithm>
#include <functional>
#include <mutex>
#include <vector>

std::mutex mutex;
std::vector<int> values;

static bool is_less(int a, int b) {
  std::lock_guard lock(mutex); // CHECK: paraudit-self-deadlock
  return a < b;
}

void sort() {
  std::lock_guard lock(mutex);
  std::sort(values.begin(), values.end(), is_less);
}

void visit() {
  std::lock_guard lock(mutex);
  std::for_each(values.begin(), values.end(), [](int) {
    std::lock_guard inner(mutex); // CHECK: paraudit-self-deadlock
  });
}

void invoke() {
  std::lock_guard lock(mutex);
  std::function<void()> task = [] {
    std::lock_guard inner(mutex); // CHECK: paraudit-self-deadlock
  };
  std::invoke(task);
}
