// release() gives the lock to the caller as a pointer, who unlocks it.
#include <mutex>

static std::mutex names_mutex;
static int names;

void add() {
  std::unique_lock<std::mutex> lock(names_mutex);
  std::mutex* owned = lock.release();
  ++names;
  owned->unlock();
}

void add_twice() {
  add();
  std::lock_guard<std::mutex> lock(names_mutex);
  ++names;
}
