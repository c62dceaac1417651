// The usual formula for a part of a whole, computed inside of the task: its ranges are disjoint.
#include <thread>
#include <vector>

void scale(std::vector<float>& values, int parts) {
  std::vector<std::thread> threads;
  for (size_t part = 0; part < 4; ++part)
    threads.emplace_back([&values, parts, part] {
      size_t begin = values.size() * part / 4, end = values.size() * (part + 1) / 4;
      for (size_t i = begin; i < end; ++i)
        values[i] += 1;
      for (size_t i = (part * values.size()) / parts; i < (part + 1) * values.size() / parts; ++i)
        values[i] *= 2;
    });
  for (std::thread& thread : threads)
    thread.join();
}
