// Made under double-checked locking; whoever sees the flag set reads it without the lock.
#include <atomic>
#include <mutex>
#include <string>
#include <vector>

static std::mutex mutex;
static std::atomic<bool> ready;
static std::vector<std::string> names;

const std::string& name_of(int index) {
  if (!ready.load(std::memory_order_acquire)) {
    std::lock_guard<std::mutex> lock(mutex);
    if (!ready.load(std::memory_order_relaxed)) {
      names.assign(64, "name");
      ready.store(true, std::memory_order_release);
    }
  }
  return names[index];
}

size_t count() {
  return ready.load(std::memory_order_acquire) ? names.size() : 0;
}
