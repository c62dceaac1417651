// Swapped out under the lock, destroyed after it; and pointers that were moved out own nothing when they are erased.
#include <map>
#include <memory>
#include <mutex>
#include <vector>

static std::mutex lock;
static int freed;

struct Handle {
  ~Handle() {
    std::lock_guard<std::mutex> hold(lock);
    ++freed;
  }
};

static std::vector<Handle> all;
static std::map<int, std::unique_ptr<Handle>> by_number;

void drop_all() {
  std::vector<Handle> dying;
  std::lock_guard<std::mutex> hold(lock);
  dying.swap(all);
}
std::unique_ptr<Handle> take(int number) {
  std::lock_guard<std::mutex> hold(lock);
  auto found = by_number.find(number);
  if (found == by_number.end())
    return nullptr;
  std::unique_ptr<Handle> taken = std::move(found->second);
  by_number.erase(found);
  return taken;
}
