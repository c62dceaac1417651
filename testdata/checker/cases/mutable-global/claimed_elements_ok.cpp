// Each task writes the elements whose index it has drawn from an atomic counter, or that it was given.
#include <atomic>
#include <thread>
#include <vector>

static int squares[100];
static std::vector<int> results(100);
static double sums[4];
static std::atomic<int> next{0};

static void work() {
  int i;
  while ((i = next.fetch_add(1)) < 100) {
    squares[i] = i * i;
    results[i] = i;
  }
}

double run() {
  std::thread first(work), second(work);
  first.join();
  second.join();
  std::vector<std::thread> threads;
  for (int part = 0; part < 4; ++part)
    threads.emplace_back([part] { sums[part] += squares[part]; });
  for (std::thread& thread : threads)
    thread.join();
  return sums[0];
}
