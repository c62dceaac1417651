// Work that is claimed from an atomic counter: nobody else gets the same index.
#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

static int squares[100];

static void store(std::vector<int>& out, std::size_t index) { out[index] = 1; }

void claim(std::vector<int>& out, std::vector<int>& more, std::vector<int>& ranges, std::vector<int>& called) {
  std::atomic<std::size_t> next{0}, other{0}, chunk{0}, fourth{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      std::size_t i;
      while ((i = next.fetch_add(1)) < out.size())
        out[i] = 1;
      for (;;) {
        const std::size_t at = other++;
        if (at >= more.size())
          break;
        more[at] = 2;
        squares[at] = at * at;
      }
      for (std::size_t begin; (begin = chunk.fetch_add(64)) < ranges.size();)
        for (std::size_t k = begin; k < std::min(begin + 64, ranges.size()); ++k)
          ranges[k] = 1;
      for (std::size_t k = fourth.fetch_add(1); k < called.size(); k = fourth.fetch_add(1))
        store(called, k);
    });
  for (std::thread& thread : threads)
    thread.join();
}
