// An index that two tasks can share: modulo, and one that is looked up. One finding for an object, the others are notes.
#include <tbb/parallel_for.h>
#include <vector>

void histogram(const std::vector<int>& values, std::vector<int>& buckets, std::vector<int>& last, std::vector<int>& sum) {
  tbb::parallel_for(std::size_t(0), values.size(), [&](std::size_t i) {
    buckets[i % 16] += 1;    // CHECK: paraudit-parallel-capture
    last[values[i]] = i;     // CHECK: paraudit-parallel-capture
    sum[values[i]] += i;     // CHECK: paraudit-parallel-capture
    sum[values[i] + 1] += i;
  });
}
