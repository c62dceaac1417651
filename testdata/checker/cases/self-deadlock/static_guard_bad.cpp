// The initialiser of a static comes back to the static through the lock that asks for it.
#include <mutex>

std::mutex lock;

int value();

int compute() {
  std::lock_guard<std::mutex> guard(lock); // CHECK: paraudit-self-deadlock
  return 7;
}

int value() {
  static int cached = compute();
  return cached;
}

int read_locked() {
  std::lock_guard<std::mutex> guard(lock);
  return value();
}
