// What release() returned is dropped: the next pointer is another lock, and the first one is held for ever.
#include <mutex>

static std::mutex names_mutex;
static std::mutex other_mutex;
static int names;

void add() {
  std::unique_lock<std::mutex> lock(names_mutex);
  lock.release();
  std::mutex* other = &other_mutex;
  other->lock();
  ++names;
  other->unlock();
  std::lock_guard<std::mutex> again(names_mutex); // CHECK: paraudit-self-deadlock
}
