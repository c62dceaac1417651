// A loop that waits for other threads, and one that is behind what the starter does.
#include <thread>
#include <vector>

std::vector<int> others() {
  std::vector<int> found;
  std::vector<std::thread> threads, helpers;
  threads.emplace_back([&] {
    found.push_back(1); // CHECK: paraudit-parallel-capture
  });
  helpers.emplace_back([] {});
  for (std::thread& helper : helpers)
    helper.join();
  found.push_back(2);
  for (std::thread& thread : threads)
    thread.join();
  return found;
}

int rounds(int count) {
  int last = 0;
  for (int round = 0; round < count; ++round) {
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
      threads.emplace_back([&] {
        last = round; // CHECK: paraudit-parallel-capture
      });
    for (std::thread& thread : threads)
      thread.join();
  }
  return last;
}
