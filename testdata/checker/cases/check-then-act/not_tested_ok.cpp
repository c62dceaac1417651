// The first section reads, but nothing hangs on it.
#include <mutex>

static std::mutex mutex;
static int value;

void log(int seen);

void update() {
  int seen = 0;
  {
    std::lock_guard<std::mutex> lock(mutex);
    seen = value;
  }
  log(seen);
  std::lock_guard<std::mutex> lock(mutex);
  ++value;
}
