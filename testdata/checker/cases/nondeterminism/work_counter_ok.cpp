// The counter hands out work: who does which unit does not show.
#include <atomic>
#include <thread>
#include <vector>

void run(std::vector<int>& units) {
  std::atomic<std::size_t> next{0};
  std::vector<std::thread> workers;
  for (int i = 0; i < 4; ++i)
    workers.emplace_back([&] {
      for (;;) {
        std::size_t index = next.fetch_add(1);
        if (index >= units.size())
          return;
        units[index] = 1;
      }
    });
  for (std::thread& worker : workers)
    worker.join();
}
