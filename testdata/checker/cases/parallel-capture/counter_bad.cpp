// Threads of a lint pass count into one variable.
#include <thread>
#include <vector>

int lint(int count) {
  int warnings = 0;
  std::vector<std::thread> workers;
  for (int i = 0; i < count; ++i)
    workers.emplace_back([&] {
      ++warnings; // CHECK: paraudit-parallel-capture
    });
  for (std::thread& worker : workers)
    worker.join();
  return warnings;
}
