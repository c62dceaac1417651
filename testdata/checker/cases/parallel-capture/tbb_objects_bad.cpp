// What a container for many threads holds is guarded no further, and neither is one that the tasks only read a key from.
#include <tbb/concurrent_vector.h>
#include <tbb/enumerable_thread_specific.h>
#include <tbb/parallel_for.h>
#include <vector>

long sum_all(const std::vector<int>& values, tbb::concurrent_vector<int>& all) {
  long total = 0;
  tbb::enumerable_thread_specific<long> sum;
  tbb::parallel_for(std::size_t(0), values.size(), [&](std::size_t i) {
    all.push_back(values[i]);
    sum.local() += values[i];
    total += sum.local(); // CHECK: paraudit-parallel-capture
  });
  return total;
}
