// Barriers at the wrong place, or one too few.
#include <barrier>
#include <future>
#include <thread>
#include <vector>

void diffuse(int count) {
  std::vector<double> now(count), next(count);
  std::barrier phase(count);
  std::vector<std::thread> threads;
  for (int i = 0; i < count; ++i)
    threads.emplace_back([&, i] {
      for (int round = 0; round < 10; ++round) {
        double left = i > 0 ? now[i - 1] : 0;
        next[i] = left + now[i];
        phase.arrive_and_wait();
        now[i] = next[i]; // CHECK: paraudit-parallel-capture
      }
    });
  for (std::thread& thread : threads)
    thread.join();
}

int written_behind() {
  int data = 0, copy = 0;
  std::barrier phase(2);
  std::thread writer([&] {
    phase.arrive_and_wait();
    data = 42; // CHECK: paraudit-parallel-capture
  });
  std::thread reader([&] {
    phase.arrive_and_wait();
    copy = data;
  });
  writer.join();
  reader.join();
  return copy;
}

int read_before() {
  std::vector<int> data(10);
  int sum = 0;
  auto first = std::async(std::launch::async, [&] {
    for (int& value : data)
      value = 1; // CHECK: paraudit-parallel-capture
  });
  auto second = std::async(std::launch::async, [&, done = std::move(first)]() mutable {
    for (int value : data)
      sum += value;
    done.get();
  });
  second.get();
  return sum;
}
