// What is stored is run one after the other, or changes what is its own.
#include <array>
#include <functional>
#include <thread>
#include <vector>

static void both(std::function<void()> first, std::function<void()> second) {
  std::thread thread(first);
  second();
  thread.join();
}
static void one_after_the_other(std::function<void()> first, std::function<void()> second) {
  std::thread thread(first);
  thread.join();
  second();
}

int run() {
  int stages = 0, left = 0, right = 0, halves = 0, first = 0, second = 0;
  std::array<std::function<void()>, 2> steps{[&] { ++stages; }, [&] { ++stages; }};
  for (auto& step : steps)
    step();
  std::array<std::function<void()>, 2> parts{[&] { ++first; }, [&] { ++second; }};
  std::vector<std::thread> threads;
  for (auto& part : parts)
    threads.emplace_back(part);
  for (std::thread& thread : threads)
    thread.join();
  both([&] { ++left; }, [&] { ++right; });
  one_after_the_other([&] { ++halves; }, [&] { ++halves; });
  return stages + left + right + halves + first + second;
}
