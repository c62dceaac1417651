// Each module needs what the one before left.
#include <vector>

struct Module {
  std::vector<int> items;
  int start = 0;
};

static int place(Module& module, int start) {
  module.start = start;
  for (int& item : module.items)
    item += start * 2 + item % 7 - start / 3;
  return start + static_cast<int>(module.items.size());
}

void layout(std::vector<Module>& modules) {
  int next = 0;
  for (Module& module : modules)
    next = place(module, next);
}
