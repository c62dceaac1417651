// The comparison is of how full they are, which changes: it decides nothing.
#include <mutex>

struct Bucket {
  std::mutex mutex;
  int filled = 0;
};

void even_out(Bucket& a, Bucket& b) {
  bool more = false;
  if (a.filled > b.filled)
    more = true;
  std::lock_guard<std::mutex> outer(a.mutex);
  std::lock_guard<std::mutex> inner(b.mutex); // CHECK: paraudit-instance-order
  a.filled += more ? -1 : 1;
  b.filled += more ? 1 : -1;
}
