// A parallel algorithm of the standard library.
#include <algorithm>
#include <execution>
#include <vector>

int count_large(std::vector<int>& sizes) {
  int large = 0;
  std::for_each(std::execution::par, sizes.begin(), sizes.end(), [&](int size) {
    if (size > 100)
      ++large; // CHECK: paraudit-parallel-capture
  });
  return large;
}
