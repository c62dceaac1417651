// Callables in an array or vector that threads run, and one that a helper runs itself while another runs on a thread.
#include <array>
#include <functional>
#include <thread>
#include <vector>

static void both(std::function<void()> first, std::function<void()> second) {
  std::thread thread(first);
  second();
  thread.join();
}

int run() {
  int stages = 0, passes = 0, halves = 0;
  std::array<std::function<void()>, 2> steps{[&] {
                                               ++stages; // CHECK: paraudit-parallel-capture
                                             },
                                             [&] {
                                               ++stages; // CHECK: paraudit-parallel-capture
                                             }};
  std::vector<std::thread> threads;
  for (auto& step : steps)
    threads.emplace_back(step);
  for (std::thread& thread : threads)
    thread.join();

  std::vector<std::function<void()>> jobs;
  for (int i = 0; i < 3; ++i)
    jobs.push_back([&] {
      ++passes; // CHECK: paraudit-parallel-capture
    });
  std::vector<std::thread> workers;
  for (auto& job : jobs)
    workers.emplace_back([&job] { job(); });
  for (std::thread& worker : workers)
    worker.join();

  both(
      [&] {
        ++halves; // CHECK: paraudit-parallel-capture
      },
      [&] { ++halves; });
  return stages + passes + halves;
}
