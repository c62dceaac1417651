// What std::ref and std::bind pass along: own results, copies, what is only read, and disjoint ranges.
#include <functional>
#include <future>
#include <thread>
#include <vector>

static void sum_up(const std::vector<int>& values, std::size_t begin, std::size_t end, long& sum) {
  for (std::size_t i = begin; i < end; ++i)
    sum += values[i];
}

static void fill(std::vector<int>& out, std::size_t begin, std::size_t end) {
  for (std::size_t i = begin; i < end; ++i)
    out[i] = 1;
}

struct Worker {
  int steps = 0;
  void run(int count) { steps += count; }
};

long halves(const std::vector<int>& values) {
  long left = 0, right = 0;
  const std::size_t middle = values.size() / 2;
  std::thread first(sum_up, std::cref(values), 0, middle, std::ref(left));
  std::thread second(std::bind(sum_up, std::cref(values), middle, values.size(), std::ref(right)));
  first.join();
  second.join();
  return left + right;
}

long parts(const std::vector<int>& values) {
  std::vector<long> sums(4);
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < 4; ++t)
    threads.emplace_back(sum_up, std::cref(values), t * 10, t * 10 + 10, std::ref(sums[t]));
  for (std::thread& thread : threads)
    thread.join();
  return sums[0];
}

void ranges(std::vector<int>& out) {
  std::vector<std::thread> threads;
  const std::size_t size = out.size() / 4;
  for (std::size_t t = 0; t < 4; ++t)
    threads.emplace_back(fill, std::ref(out), t * size, (t + 1) * size);
  for (std::thread& thread : threads)
    thread.join();
  std::thread first(fill, std::ref(out), 0, size);
  std::thread second(fill, std::ref(out), size, out.size());
  first.join();
  second.join();
  std::thread low(fill, std::ref(out), 0, 50);
  std::thread high(fill, std::ref(out), 50, 100);
  low.join();
  high.join();
}

int workers() {
  Worker first, second;
  auto a = std::async(std::launch::async, &Worker::run, &first, 1);
  auto b = std::async(std::launch::async, std::bind(&Worker::run, &second, std::placeholders::_1), 2);
  a.get();
  b.get();
  return first.steps + second.steps;
}
