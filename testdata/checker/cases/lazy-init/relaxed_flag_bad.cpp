// The flag is atomic, but orders nothing.
#include <atomic>
#include <mutex>
#include <vector>

static std::mutex mutex;
static std::atomic<bool> ready;
static std::vector<int> table;

void build() {
  if (!ready.load(std::memory_order_relaxed)) { // CHECK: paraudit-lazy-init
    std::lock_guard<std::mutex> lock(mutex);
    if (!ready.load(std::memory_order_relaxed)) {
      table.assign(64, 1);
      ready.store(true, std::memory_order_relaxed);
    }
  }
}
