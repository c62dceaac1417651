// Guarded in one place, not in the other.
#include <mutex>

std::mutex mutex;
int shared; // CHECK: paraudit-mutable-global

void guarded() {
  std::lock_guard<std::mutex> guard(mutex);
  ++shared;
}

int unguarded() { return ++shared; }
