// The index is not the task's own everywhere.
#include <atomic>
#include <thread>
#include <vector>

static int squares[100]; // CHECK: paraudit-mutable-global
static std::atomic<int> next{0};

static void work(int last) {
  int i;
  while ((i = next.fetch_add(1)) < 100)
    squares[i] = i * i;
  squares[last] = 0;
}

void run() {
  std::thread first(work, 7), second(work, 8);
  first.join();
  second.join();
}

static int bins[16]; // CHECK: paraudit-mutable-global

void count(const std::vector<int>& values) {
  std::vector<std::thread> threads;
  for (size_t i = 0; i < values.size(); ++i)
    threads.emplace_back([&values, i] { ++bins[values[i]]; });
  for (std::thread& thread : threads)
    thread.join();
}
