// The program's own functions that are called as functions of C are: what they do, their bodies tell.
#include <mutex>
#include <vector>

struct Item {
  int weight;
};

static std::mutex items_lock;
static std::vector<Item> items;

static bool accept(const Item& item) {
  return item.weight > 3;
}
bool select(std::vector<Item>& from, int at) {
  return at < static_cast<int>(from.size()) && accept(from[at]);
}
static int read(const Item& item) {
  return item.weight;
}

int first() {
  std::lock_guard<std::mutex> hold(items_lock);
  return select(items, 0) ? read(items[0]) : 0;
}
