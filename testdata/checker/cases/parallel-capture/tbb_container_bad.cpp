// Functions are lowered in parallel into one vector.
#include <tbb/parallel_for.h>
#include <vector>

struct Function {
  int blocks;
};

std::vector<int> lower_all(const std::vector<Function>& functions) {
  std::vector<int> objects;
  tbb::parallel_for(std::size_t(0), functions.size(), [&](std::size_t i) {
    objects.push_back(functions[i].blocks); // CHECK: paraudit-parallel-capture
  });
  return objects;
}
