// What a pointer or a container owns is destroyed with what it holds, by name or at the end of its scope.
#include <map>
#include <memory>
#include <mutex>
#include <vector>

static std::mutex lock;
static int freed;

struct Handle {
  ~Handle() {
    std::lock_guard<std::mutex> hold(lock); // CHECK: paraudit-self-deadlock
    ++freed;
  }
};

static std::unique_ptr<Handle> live;
static std::vector<std::unique_ptr<Handle>> all;
static std::map<int, Handle> by_number;

void drop() {
  std::lock_guard<std::mutex> hold(lock);
  live.reset();
}
void drop_all() {
  std::lock_guard<std::mutex> hold(lock);
  all.clear();
}
void drop_one(int number) {
  std::lock_guard<std::mutex> hold(lock);
  by_number.erase(number);
}
