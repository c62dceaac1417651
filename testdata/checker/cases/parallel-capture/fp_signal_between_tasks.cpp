// Wrong: one task writes and signals, another waits for the signal and reads; the last one that is done sums up.
#include <atomic>
#include <thread>
#include <vector>

int hand_over() {
  int data = 0, copy = 0;
  std::atomic<bool> is_ready{false};
  std::thread writer([&] {
    data = 42; // CHECK: paraudit-parallel-capture
    is_ready.store(true);
  });
  std::thread reader([&] {
    while (!is_ready.load()) {
    }
    copy = data;
  });
  writer.join();
  reader.join();
  return copy;
}

int sum() {
  std::vector<int> parts(4);
  int total = 0;
  std::atomic<int> left{4};
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&, i] {
      parts[i] = i;
      if (left.fetch_sub(1) == 1)
        for (int part : parts)
          total += part; // CHECK: paraudit-parallel-capture
    });
  for (std::thread& thread : threads)
    thread.join();
  return total;
}
