// What std::ref and std::bind pass along.
#include <functional>
#include <future>
#include <thread>
#include <vector>

static void add(int& sum, int value) {
  sum += value; // CHECK: paraudit-parallel-capture
}

static void bound(int& sum, int value) {
  sum += value; // CHECK: paraudit-parallel-capture
}

static void later(std::vector<int>& found, int value) {
  found.push_back(value); // CHECK: paraudit-parallel-capture
}

struct Counter {
  int count = 0;
  void add(int value) {
    count += value; // CHECK: paraudit-parallel-capture
  }
};

int by_ref() {
  int sum = 0;
  std::thread first(add, std::ref(sum), 1);
  std::thread second(add, std::ref(sum), 2);
  first.join();
  second.join();
  return sum;
}

int by_bind() {
  int sum = 0;
  std::thread first(std::bind(bound, std::ref(sum), 1));
  std::thread second(std::bind(bound, std::ref(sum), 2));
  first.join();
  second.join();
  return sum;
}

std::vector<int> by_async() {
  std::vector<int> found;
  auto first = std::async(std::launch::async, later, std::ref(found), 1);
  later(found, 2);
  first.get();
  return found;
}

int by_method() {
  Counter counter;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.push_back(std::thread(std::bind(&Counter::add, &counter, i)));
  for (std::thread& thread : threads)
    thread.join();
  return counter.count;
}

int by_lambda() {
  int sum = 0;
  auto increment = [](int& value) {
    ++value; // CHECK: paraudit-parallel-capture
  };
  std::thread first(increment, std::ref(sum));
  std::thread second(increment, std::ref(sum));
  first.join();
  second.join();
  return sum;
}
