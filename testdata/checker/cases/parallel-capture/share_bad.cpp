// A quotient of the task's number is that of its neighbour, too.
#include <thread>
#include <vector>

void scale(std::vector<float>& values) {
  std::vector<std::thread> threads;
  for (size_t part = 0; part < 4; ++part)
    threads.emplace_back([&values, part] {
      for (size_t i = part / 2; i < values.size() / 4; ++i)
        values[i] += 1; // CHECK: paraudit-parallel-capture
    });
  for (std::thread& thread : threads)
    thread.join();
}
