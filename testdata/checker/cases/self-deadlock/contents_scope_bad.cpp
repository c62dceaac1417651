// A local container dies before the guard that was made first.
#include <mutex>
#include <vector>

static std::mutex lock;
static int freed;

class Handle {
 public:
  ~Handle() {
    std::lock_guard<std::mutex> hold(lock); // CHECK: paraudit-self-deadlock
    ++freed;
  }
};

void make(int count) {
  std::lock_guard<std::mutex> hold(lock);
  std::vector<Handle> handles(count);
}
