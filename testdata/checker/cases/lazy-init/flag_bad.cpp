#include <vector>

static bool ready;
static std::vector<int> table;

void build() {
  if (!ready) { // CHECK: paraudit-lazy-init
    table.assign(256, 0);
    ready = true;
  }
}
