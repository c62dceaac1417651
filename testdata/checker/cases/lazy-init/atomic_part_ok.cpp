// A plain part is tested, an atomic one of the same element is set: no initialisation of what was tested.
#include <atomic>

struct Module {
  std::atomic<unsigned long> end{0};
  unsigned seen_in = 0;
};
Module modules[16];

void note_unloaded(unsigned scan) {
  for (Module& module : modules) {
    if (module.seen_in == scan)
      continue;
    module.end.store(0, std::memory_order_relaxed);
  }
}

void note_seen(unsigned at, unsigned scan) { modules[at].seen_in = scan; }
