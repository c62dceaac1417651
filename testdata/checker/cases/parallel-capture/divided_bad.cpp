// The same elements for both tasks: the same constant, or the same begin.
#include <cstddef>
#include <thread>
#include <vector>

static void fill(std::vector<int>& out, std::size_t begin, std::size_t end) {
  for (std::size_t i = begin; i < end; ++i)
    out[i] += 1; // CHECK: paraudit-parallel-capture
}

int same_slot() {
  int results[2] = {};
  std::thread first([&] { results[0] += 1; });  // CHECK: paraudit-parallel-capture
  std::thread second([&] { results[0] += 2; }); // CHECK: paraudit-parallel-capture
  first.join();
  second.join();
  return results[0];
}

void same_begin(std::vector<int>& out) {
  std::thread first(fill, std::ref(out), 0, out.size());
  std::thread second(fill, std::ref(out), 0, out.size());
  first.join();
  second.join();
}
