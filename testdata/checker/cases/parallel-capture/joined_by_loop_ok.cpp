// Threads that a loop over all of them has waited for; one task each changes what the starter goes on with.
#include <thread>
#include <vector>

std::vector<int> run() {
  std::vector<int> found, more;
  std::vector<std::thread> threads;
  threads.emplace_back([&] { found.push_back(1); });
  threads.emplace_back([&] { more.push_back(1); });
  for (std::thread& thread : threads)
    if (thread.joinable())
      thread.join();
  found.insert(found.end(), more.begin(), more.end());
  return found;
}

int rounds(int count) {
  int last = 0;
  for (int round = 0; round < count; ++round) {
    std::vector<std::thread> threads;
    threads.emplace_back([&] { last = round; });
    for (std::size_t i = 0; i < threads.size(); ++i)
      threads[i].join();
    ++last;
  }
  return last;
}
