// Each thread counts for itself.
#include <tbb/parallel_for.h>

static thread_local int visited;

void run(int count) {
  tbb::parallel_for(0, count, [](int) { ++visited; });
}
