// Each task has its slot, and what it appends to is its own.
#include <tbb/parallel_for.h>
#include <vector>

std::vector<std::vector<int>> collect(int count) {
  std::vector<std::vector<int>> found(count);
  tbb::parallel_for(0, count, [&](int i) {
    std::vector<int> own;
    own.push_back(i);
    found[i].push_back(i);
    found[i] = own;
  });
  return found;
}
