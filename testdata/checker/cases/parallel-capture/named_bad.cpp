// Each finding names the variable of its own function, though the lambdas' first captures look alike.
#include <thread>
#include <vector>

int detached() {
  int local = 0;
  std::thread([&local] { local++; }).detach(); // CHECK: paraudit-parallel-capture ('local')
  return local;
}

int joined() {
  std::vector<std::thread> threads;
  int sum = 0;
  for (int i = 0; i < 4; i++)
    threads.emplace_back([&] {
      sum += i; // CHECK: paraudit-parallel-capture ('sum')
    });
  for (auto& thread : threads)
    thread.join();
  return sum;
}
