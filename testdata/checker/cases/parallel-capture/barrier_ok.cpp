// Phases between barriers, tasks that wait for another's end.
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
        now[i] = next[i];
        phase.arrive_and_wait();
      }
    });
  for (std::thread& thread : threads)
    thread.join();
}

int hand_over() {
  int data = 0, copy = 0;
  std::barrier phase(2);
  std::thread writer([&] {
    data = 42;
    phase.arrive_and_wait();
  });
  std::thread reader([&] {
    phase.arrive_and_wait();
    copy = data;
  });
  writer.join();
  reader.join();
  return copy;
}

int staged() {
  std::vector<int> data(10);
  int sum = 0;
  auto first = std::async(std::launch::async, [&] {
    for (int& value : data)
      value = 1;
  });
  auto second = std::async(std::launch::async, [&, done = std::move(first)]() mutable {
    done.get();
    for (int value : data)
      sum += value;
  });
  second.get();
  return sum;
}

int joined_by_the_other() {
  int data = 0, copy = 0;
  std::thread writer([&] { data = 42; });
  std::thread reader([&] {
    writer.join();
    copy = data;
  });
  reader.join();
  return copy;
}
