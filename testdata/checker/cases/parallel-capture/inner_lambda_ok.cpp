// A task that calls a lambda of the function around it, which changes its own copy, an element of the task's, or what a
// lock guards.
#include <mutex>
#include <thread>
#include <vector>

int run(std::vector<int>& out) {
  int sum = 0;
  std::mutex lock;
  auto add = [&](int value) {
    std::lock_guard guard(lock);
    sum += value;
  };
  auto store = [&](int index) { out[index] = index; };
  auto count = [sum]() mutable { return ++sum; };
  auto unlocked = [&] { ++sum; };
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&, i, count]() mutable {
      add(i);
      store(i);
      count();
      std::lock_guard guard(lock);
      unlocked();
    });
  for (std::thread& thread : threads)
    thread.join();
  return sum;
}
