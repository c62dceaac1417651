// The neighbours that are read are those of another array, or of the task's own stretch, or nobody writes.
#include <tbb/parallel_for.h>
#include <thread>
#include <vector>

void smooth(const std::vector<double>& in, std::vector<double>& out) {
  tbb::parallel_for(size_t(1), in.size() - 1, [&](size_t i) { out[i] = (in[i - 1] + in[i] + in[i + 1]) / 3; });
}

void prefix(std::vector<int>& values, size_t stretch) {
  std::vector<std::thread> threads;
  for (size_t begin = 0; begin < values.size(); begin += stretch)
    threads.emplace_back([&values, begin, stretch] {
      for (size_t i = begin + 1; i < begin + stretch; ++i)
        values[i] += values[i - 1];
    });
  for (std::thread& thread : threads)
    thread.join();
}

void differences(std::vector<int>& values, std::vector<int>& steps) {
  tbb::parallel_for(size_t(0), steps.size(), [&](size_t i) { steps[i] = values[i + 1] - values[i]; });
}

void pairs(std::vector<int>& values) {
  tbb::parallel_for(size_t(0), values.size() / 2, [&](size_t i) {
    values[2 * i] += values[2 * i + 1];
    values[2 * i + 1] = 0;
  });
}
