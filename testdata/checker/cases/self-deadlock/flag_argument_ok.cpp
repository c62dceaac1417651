// The callee locks only when asked to, and this caller does not ask.
#include <mutex>

std::mutex mutex;
int count;

static void bump(bool locked) {
  if (!locked)
    mutex.lock();
  ++count;
  if (!locked)
    mutex.unlock();
}

void outer() {
  std::lock_guard<std::mutex> guard(mutex);
  bump(true);
}
