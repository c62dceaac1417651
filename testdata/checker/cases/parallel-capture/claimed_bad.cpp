// An index that is looked up by what was claimed, and one that everybody reads from the counter.
#include <atomic>
#include <thread>
#include <vector>

void claim(const std::vector<int>& values, std::vector<int>& counts, std::vector<int>& out) {
  std::atomic<std::size_t> next{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      std::size_t i;
      while ((i = next.fetch_add(1)) < values.size())
        counts[values[i]] += 1; // CHECK: paraudit-parallel-capture
      const std::size_t last = next.load();
      out[last] = 1; // CHECK: paraudit-parallel-capture
    });
  for (std::thread& thread : threads)
    thread.join();
}
