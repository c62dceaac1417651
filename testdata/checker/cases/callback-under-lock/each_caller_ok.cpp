// What takes a lock is called without one, what is called under the lock takes none.
#include <functional>
#include <mutex>

std::mutex table_lock;
std::mutex log_lock;
int entries, lines;

static void repeat(int times, const std::function<void(int)>& body) {
  for (int i = 0; i < times; ++i)
    body(i);
}

void fill() {
  std::lock_guard<std::mutex> lock(table_lock);
  repeat(8, [](int i) { entries += i; });
}

void log() {
  repeat(8, [](int) {
    std::lock_guard<std::mutex> lock(log_lock);
    ++lines;
  });
}
