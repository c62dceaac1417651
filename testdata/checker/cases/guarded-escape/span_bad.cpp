#include <mutex>
#include <span>
#include <vector>

static std::mutex mutex;
static std::vector<int> offsets;

void add(int offset) {
  std::scoped_lock lock(mutex);
  offsets.push_back(offset);
}

std::span<const int> table() {
  std::scoped_lock lock(mutex);
  return offsets; // CHECK: paraudit-guarded-escape
}
