// The lock makes the append safe; the order of the objects is still the schedule's.
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
    objects.push_back(function.id); // CHECK: paraudit-nondeterminism
  });
  return objects;
}
