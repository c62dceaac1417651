// Known miss: appended one by one through a pointer to the list that an item brings along.
#include <tbb/parallel_for_each.h>
#include <vector>

struct Item {
  std::vector<int>* results;
  int value;
};

void run(std::vector<Item>& items) {
  tbb::parallel_for_each(items, [](Item& item) {
    item.results->push_back(item.value); // MISSING: paraudit-nondeterminism
  });
}
