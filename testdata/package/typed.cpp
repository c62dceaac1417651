// A counter in the runtime's types, raised by its pool.
#include "runtime/parallel/par.h"
#include "runtime/sync/sync.h"

#include <cstdio>
#include <vector>

int main() {
  paraudit::set_mode(paraudit::SyncMode::kSync);
  paraudit::Lock<int> sum(0, "typed::sum");
  std::vector<int> items(1000, 1);
  paraudit::WorkerPool pool({.threads = 2});
  pool.install([&] { paraudit::par_for_each_in("add", items, [&](int item) { *sum.lock() += item; }); });
  std::printf("%d\n", *sum.lock());
}
