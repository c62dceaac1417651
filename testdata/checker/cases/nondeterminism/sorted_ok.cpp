// Sorted by a stable key before anybody looks.
#include <algorithm>
#include <mutex>
#include <tbb/parallel_for_each.h>
#include <vector>

struct Function {
  int id;
};

std::vector<int> lower_all(std::vector<Function>& functions) {
  std::vector<int> objects;
  std::mutex mutex;
  tbb::parallel_for_each(functions, [&](Function& function) {
    std::lock_guard<std::mutex> lock(mutex);
    objects.push_back(function.id);
  });
  std::sort(objects.begin(), objects.end());
  return objects;
}
