// A callback takes the lock that is held when it is called.
#include <functional>
#include <mutex>

std::mutex mutex;

struct Source {
  std::function<void()> changed;

  void change() {
    std::lock_guard lock(mutex);
    changed();
  }
};

void connect(Source& source) {
  source.changed = [] {
    std::lock_guard lock(mutex); // CHECK: paraudit-self-deadlock
  };
}
