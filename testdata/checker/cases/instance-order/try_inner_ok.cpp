// The second one is only tried.
#include <mutex>

struct Deque {
  std::mutex mutex;
  int tasks = 0;
};

bool steal(Deque& mine, Deque& victim) {
  std::lock_guard<std::mutex> lock(mine.mutex);
  std::unique_lock<std::mutex> other(victim.mutex, std::try_to_lock);
  if (!other.owns_lock())
    return false;
  --victim.tasks;
  ++mine.tasks;
  return true;
}
