// Each task has a slot: by the index that it gets, by a range's index, by a captured copy of the loop's.
#include <tbb/blocked_range.h>
#include <tbb/parallel_for.h>
#include <thread>
#include <vector>

std::vector<int> square(const std::vector<int>& in) {
  std::vector<int> out(in.size());
  tbb::parallel_for(std::size_t(0), in.size(), [&](std::size_t i) { out[i] = in[i] * in[i]; });
  tbb::parallel_for(tbb::blocked_range<std::size_t>(0, in.size()), [&](const tbb::blocked_range<std::size_t>& range) {
    for (std::size_t i = range.begin(); i != range.end(); ++i)
      out[i] += 1;
  });
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < 4; ++t)
    threads.emplace_back([&out, t] { out[t] = 0; });
  for (std::thread& thread : threads)
    thread.join();
  return out;
}
