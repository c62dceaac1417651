// A static object and a static lock; mutable-global leaves it to this check.
#include <mutex>
#include <vector>

static std::mutex queue_mutex;
static std::vector<int> queue;

void push(int item) {
  std::lock_guard<std::mutex> lock(queue_mutex);
  queue.push_back(item);
}

void drop() {
  std::lock_guard<std::mutex> lock(queue_mutex);
  queue.clear();
}

bool is_idle() {
  return queue.empty(); // CHECK: paraudit-unguarded-access
}
