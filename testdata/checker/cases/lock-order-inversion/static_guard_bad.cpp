// The initialiser of a function-local static takes a lock under which another thread asks for that static.
#include <mutex>
#include <string>

std::mutex registry;
int passes = 0;

struct PassTable {
  PassTable() {
    std::lock_guard<std::mutex> guard(registry);
    count = ++passes;
  }
  int count;
};

PassTable& table() {
  static PassTable instance;
  return instance;
}

int add_pass() {
  std::lock_guard<std::mutex> guard(registry);
  return passes + 1;
}

int count_locked() {
  std::lock_guard<std::mutex> guard(registry);
  return table().count;
}
