// The lock is handed down; only the caller knows that it is the one it holds.
#include <mutex>

static void take(std::mutex& lock) { std::lock_guard<std::mutex> guard(lock); } // CHECK: paraudit-self-deadlock

std::mutex global;

void use() {
  std::lock_guard<std::mutex> guard(global);
  take(global);
}
