// Wrong: the usual formula for chunks, computed inside of the task: its ranges are disjoint.
#include <thread>
#include <vector>

void scale(std::vector<float>& values) {
  std::vector<std::thread> threads;
  for (size_t part = 0; part < 4; ++part)
    threads.emplace_back([&values, part] {
      size_t begin = values.size() * part / 4, end = values.size() * (part + 1) / 4;
      for (size_t i = begin; i < end; ++i)
        values[i] += 1; // CHECK: paraudit-parallel-capture
    });
  for (std::thread& thread : threads)
    thread.join();
}
