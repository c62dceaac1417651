// Known miss: something is sorted in this function, but not the two that are locked.
#include <algorithm>
#include <mutex>
#include <vector>

struct Unit {
  std::mutex mutex;
  std::vector<int> items;
};

void combine(Unit* list[], int i, int j) {
  std::sort(list[i]->items.begin(), list[i]->items.end());
  std::lock_guard<std::mutex> outer(list[i]->mutex);
  std::lock_guard<std::mutex> inner(list[j]->mutex); // MISSING: paraudit-instance-order
}
