// A failed try does not leave the lock held.
#include <mutex>

std::mutex mutex;

void take() {
  if (!mutex.try_lock())
    mutex.lock();
  mutex.unlock();
}
