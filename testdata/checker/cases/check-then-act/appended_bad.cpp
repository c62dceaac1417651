// A sequence takes everything that is inserted, and an element that is set anew is not looked at.
#include <map>
#include <mutex>
#include <vector>

static std::mutex lock;
static std::vector<int> order;
static std::map<int, int> scores;

void add_first(int value) {
  {
    std::lock_guard<std::mutex> hold(lock);
    if (!order.empty())
      return;
  }
  std::lock_guard<std::mutex> hold(lock);
  order.insert(order.begin(), value); // CHECK: paraudit-check-then-act
}

void score(int key) {
  {
    std::lock_guard<std::mutex> hold(lock);
    if (scores.count(key) != 0)
      return;
  }
  std::lock_guard<std::mutex> hold(lock);
  scores[key] = 1; // CHECK: paraudit-check-then-act
}
