#include <mutex>

static std::mutex read_mutex;
static std::mutex write_mutex;
static int generation;

void next() {
  std::lock_guard<std::mutex> lock(write_mutex);
  ++generation;
}

void reset() {
  std::lock_guard<std::mutex> lock(write_mutex);
  generation = 0;
}

int current() {
  std::lock_guard<std::mutex> lock(read_mutex);
  return generation; // CHECK: paraudit-inconsistent-guard
}
