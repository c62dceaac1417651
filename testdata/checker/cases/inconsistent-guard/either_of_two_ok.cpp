// Writers hold both locks, readers one of them.
#include <mutex>

static std::mutex a;
static std::mutex b;
static int epoch;

void advance() {
  std::scoped_lock lock(a, b);
  ++epoch;
}

void back() {
  std::scoped_lock lock(a, b);
  --epoch;
}

int from_a() {
  std::lock_guard<std::mutex> lock(a);
  return epoch;
}

int from_b() {
  std::lock_guard<std::mutex> lock(b);
  return epoch;
}
