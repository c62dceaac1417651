#include <atomic>
#include <mutex>

struct Tables;
Tables* make();

static std::mutex mutex;
static std::atomic<Tables*> tables;

Tables* get() {
  Tables* seen = tables.load(std::memory_order_acquire);
  if (!seen) {
    std::lock_guard<std::mutex> lock(mutex);
    seen = tables.load(std::memory_order_relaxed);
    if (!seen) {
      seen = make();
      tables.store(seen, std::memory_order_release);
    }
  }
  return seen;
}
