// unique_lock with defer_lock, then std::lock over both guards.
#include <mutex>

struct Block {
  std::mutex mutex;
  int size = 0;
};

void merge(Block& into, Block& from) {
  std::unique_lock<std::mutex> a(into.mutex, std::defer_lock);
  std::unique_lock<std::mutex> b(from.mutex, std::defer_lock);
  std::lock(a, b);
  into.size += from.size;
}
