// The same with an atomic counter, and one under a lock.
#include <atomic>
#include <mutex>
#include <thread>
#include <vector>

int lint(int count) {
  std::atomic<int> warnings = 0;
  int errors = 0;
  std::mutex mutex;
  std::vector<std::thread> workers;
  for (int i = 0; i < count; ++i)
    workers.emplace_back([&] {
      ++warnings;
      std::lock_guard<std::mutex> lock(mutex);
      ++errors;
    });
  for (std::thread& worker : workers)
    worker.join();
  return warnings + errors;
}
