// Each task's first capture has a name of its own.
#include <tbb/concurrent_vector.h>
#include <tbb/parallel_for.h>

int odd(int count) {
  tbb::concurrent_vector<int> odd_ones;
  tbb::parallel_for(0, count, [&](int i) {
    odd_ones.push_back(i); // CHECK: paraudit-nondeterminism ('odd_ones')
  });
  return odd_ones[0];
}

int even(int count) {
  tbb::concurrent_vector<int> even_ones;
  tbb::parallel_for(0, count, [&](int i) {
    even_ones.push_back(i); // CHECK: paraudit-nondeterminism ('even_ones')
  });
  return even_ones[0];
}
