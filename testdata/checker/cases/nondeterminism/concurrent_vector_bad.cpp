// A concurrent vector takes appends safely, in any order.
#include <tbb/concurrent_vector.h>
#include <tbb/parallel_for.h>

int run(int count) {
  tbb::concurrent_vector<int> found;
  tbb::parallel_for(0, count, [&](int i) {
    found.push_back(i); // CHECK: paraudit-nondeterminism
  });
  return found[0];
}
