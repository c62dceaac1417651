// call_once is a wait object: its function takes the lock under which another thread waits for the once.
#include <mutex>

std::mutex config;
std::once_flag loaded;

void load() { std::lock_guard<std::mutex> guard(config); }
void load_defaults() {}

void ensure_loaded() { std::call_once(loaded, load); }

void update() {
  std::lock_guard<std::mutex> guard(config);
  std::call_once(loaded, load_defaults); // CHECK: paraudit-lock-order-inversion
}
