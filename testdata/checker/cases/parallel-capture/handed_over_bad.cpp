// A parallel_for of the program's own: what it is given runs on its threads, and changes what its giver captured.
#include <algorithm>
#include <atomic>
#include <functional>
#include <map>
#include <thread>
#include <vector>

template <class F> void parallel_for(int count, F&& f) {
  std::atomic<int> next{0};
  std::vector<std::thread> threads;
  for (unsigned t = 0; t < std::thread::hardware_concurrency(); ++t)
    threads.emplace_back([&] {
      for (int i; (i = next++) < count;)
        f(i);
    });
  for (std::thread& thread : threads)
    thread.join();
}

template <class F> void parallel_ranges(int count, F f) {
  int size = (count + 3) / 4;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([=] { f(t * size, std::min(count, (t + 1) * size)); });
  for (std::thread& thread : threads)
    thread.join();
}

template <class F> void on_threads(int count, F&& f) {
  std::vector<std::thread> threads;
  for (int t = 0; t < count; ++t)
    threads.emplace_back(f, t);
  for (std::thread& thread : threads)
    thread.join();
}

void erased_for(int count, const std::function<void(int)>& f) {
  std::vector<std::thread> threads;
  for (int i = 0; i < count; ++i)
    threads.emplace_back([&, i] { f(i); });
  for (std::thread& thread : threads)
    thread.join();
}

template <class A, class B> void parallel_invoke(A first, B second) {
  std::thread a(first);
  std::thread b(second);
  a.join();
  b.join();
}

template <class F> std::thread launch(F&& f) { return std::thread(std::forward<F>(f)); }

int total(const std::vector<int>& values) {
  int sum = 0;
  std::map<int, int> seen;
  parallel_for(values.size(), [&](int i) {
    sum += values[i];    // CHECK: paraudit-parallel-capture (every task of 'parallel_for')
    seen[i] = values[i]; // CHECK: paraudit-parallel-capture
  });
  return sum + seen.size();
}

int by_ranges(const std::vector<int>& values) {
  int sum = 0;
  parallel_ranges(values.size(), [&](int begin, int end) {
    for (int i = begin; i < end; ++i)
      sum += values[i]; // CHECK: paraudit-parallel-capture
  });
  return sum;
}

int by_type(const std::vector<int>& values) {
  int sum = 0;
  erased_for(values.size(), [&](int i) {
    sum += values[i]; // CHECK: paraudit-parallel-capture
  });
  std::function<void(int)> add = [&](int i) {
    sum -= i; // CHECK: paraudit-parallel-capture
  };
  on_threads(4, add);
  return sum;
}

int by_name() {
  int sum = 0;
  auto add = [&](int i) {
    sum += i; // CHECK: paraudit-parallel-capture
  };
  on_threads(4, add);
  return sum;
}

int two() {
  int sum = 0;
  parallel_invoke([&] { ++sum; },    // CHECK: paraudit-parallel-capture
                  [&] { sum += 2; }); // CHECK: paraudit-parallel-capture
  return sum;
}

int beside() {
  int sum = 0;
  std::thread thread = launch([&] {
    ++sum; // CHECK: paraudit-parallel-capture
  });
  ++sum;
  thread.join();
  return sum;
}

struct Module {
  int errors = 0;

  void check(int i) {
    errors += i; // CHECK: paraudit-parallel-capture
  }
  void check_all() {
    parallel_for(4, [this](int i) { check(i); });
  }
};

void check(Module& module) { module.check_all(); }
