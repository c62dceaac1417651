// An index that two tasks can share: modulo, and one that is looked up.
#include <tbb/parallel_for.h>
#include <vector>

void histogram(const std::vector<int>& values, std::vector<int>& buckets) {
  tbb::parallel_for(std::size_t(0), values.size(), [&](std::size_t i) {
    buckets[i % 16] += 1;      // CHECK: paraudit-parallel-capture
    buckets[values[i]] += 1;   // CHECK: paraudit-parallel-capture
  });
}
