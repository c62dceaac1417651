// What is captured by value is the task's own.
#include <string>
#include <thread>
#include <vector>

void run(int count) {
  std::string prefix = "unit";
  std::vector<std::thread> workers;
  for (int i = 0; i < count; ++i)
    workers.emplace_back([prefix, i]() mutable {
      prefix += std::to_string(i);
      ++i;
    });
  for (std::thread& worker : workers)
    worker.join();
}
