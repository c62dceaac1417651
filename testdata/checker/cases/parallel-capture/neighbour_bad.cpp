// Each task writes its own element and reads the one that another task writes.
#include <tbb/parallel_for.h>
#include <thread>
#include <vector>

void chain(std::vector<int>& values) {
  std::vector<std::thread> threads;
  for (size_t i = 1; i < values.size(); ++i)
    threads.emplace_back([&values, i] {
      values[i] = values[i - 1] + 1; // CHECK: paraudit-parallel-capture
    });
  for (std::thread& thread : threads)
    thread.join();
}

static double left_of(const std::vector<double>& cells, size_t at) {
  return cells[at - 1];
}

void smooth(std::vector<double>& cells, double* raw) {
  tbb::parallel_for(size_t(1), cells.size(), [&](size_t i) {
    cells[i] += left_of(cells, i); // CHECK: paraudit-parallel-capture
    raw[i] = raw[i + 1] / 2;       // CHECK: paraudit-parallel-capture
  });
}
