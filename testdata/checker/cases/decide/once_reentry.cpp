// CHECKS: paraudit-self-deadlock, paraudit-lock-order-inversion
// call_once re-enters itself through a mutex on one thread: one lock suffices, so no inversion.
#include <mutex>

std::mutex config;
std::once_flag loaded;
int n = 0;

int value();

void load() {
  std::lock_guard<std::mutex> guard(config); // CHECK: paraudit-self-deadlock
  ++n;
}

int value() {
  std::call_once(loaded, load);
  return n;
}

int locked_value() {
  std::lock_guard<std::mutex> guard(config);
  return value();
}
