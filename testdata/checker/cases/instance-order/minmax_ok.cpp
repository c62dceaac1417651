// The order comes from std::minmax of the addresses.
#include <algorithm>
#include <mutex>

struct Region {
  std::mutex mutex;
  int blocks = 0;
};

void splice(Region& to, Region& from) {
  Region* first = std::min(&to, &from);
  Region* second = std::max(&to, &from);
  std::lock_guard<std::mutex> outer(first->mutex);
  std::lock_guard<std::mutex> inner(second->mutex);
  to.blocks += from.blocks;
}
