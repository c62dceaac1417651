// The callable is known, and takes a lock of its own.
#include <functional>
#include <mutex>

std::mutex symbols_lock;
std::mutex log_lock;
int lines;

static void with_symbols(const std::function<void()>& body) {
  std::lock_guard<std::mutex> lock(symbols_lock);
  body(); // CHECK: paraudit-callback-under-lock
}

void dump() {
  with_symbols([] {
    std::lock_guard<std::mutex> lock(log_lock);
    ++lines;
  });
}
