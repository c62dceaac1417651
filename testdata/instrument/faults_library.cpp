// Loaded and unloaded again and again.
#include <mutex>

static std::mutex mutex;

extern "C" void work() {
  for (int i = 0; i < 10; ++i)
    std::lock_guard lock(mutex);
}
