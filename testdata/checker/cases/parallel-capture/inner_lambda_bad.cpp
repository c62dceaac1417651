// A task that calls a lambda of the function around it: what that one captured is changed.
#include <thread>
#include <vector>

int by_reference() {
  int sum = 0;
  auto add = [&](int value) {
    sum += value; // CHECK: paraudit-parallel-capture
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&, i] { add(i); });
  for (std::thread& thread : threads)
    thread.join();
  return sum;
}

int by_copy_of_the_lambda() {
  int sum = 0;
  auto add = [&sum] {
    ++sum; // CHECK: paraudit-parallel-capture
  };
  auto twice = [add] {
    add();
    add();
  };
  std::thread thread([twice] { twice(); });
  twice();
  thread.join();
  return sum;
}

struct Module {
  int errors = 0;
  void check() {
    auto report = [this] {
      ++errors; // CHECK: paraudit-parallel-capture
    };
    std::thread first([&] { report(); });
    std::thread second([&] { report(); });
    first.join();
    second.join();
  }
};

void check(Module& module) { module.check(); }
