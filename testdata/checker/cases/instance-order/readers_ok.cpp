// Two readers of two objects do not wait for each other.
#include <shared_mutex>

struct Type {
  mutable std::shared_mutex mutex;
  int size = 0;
};

bool equal(const Type& a, const Type& b) {
  std::shared_lock<std::shared_mutex> left(a.mutex);
  std::shared_lock<std::shared_mutex> right(b.mutex);
  return a.size == b.size;
}
