// What is handed over to threads touches its own elements, holds a lock, or is waited for; and callables that run on the
// thread that made them, with helpers that tasks use as well.
#include <algorithm>
#include <atomic>
#include <functional>
#include <mutex>
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

template <class A, class B> void parallel_invoke(A first, B second) {
  std::thread a(first);
  std::thread b(second);
  a.join();
  b.join();
}

// One after the other, though on threads.
template <class F> void in_turn(std::mutex& lock, F f) {
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      std::lock_guard guard(lock);
      f();
    });
  for (std::thread& thread : threads)
    thread.join();
}

template <class F> void each(const std::vector<int>& values, F f) {
  for (int value : values)
    f(value);
}

void each_erased(const std::vector<int>& values, const std::function<void(int)>& f) {
  for (int value : values)
    f(value);
}

struct Visitor {
  std::function<void(int)> on_value;
  void visit(int value) { on_value(value); }
};

std::vector<int> squares(const std::vector<int>& values) {
  std::vector<int> out(values.size());
  parallel_for(values.size(), [&](int i) { out[i] = values[i] * values[i]; });
  parallel_ranges(values.size(), [&](int begin, int end) {
    for (int i = begin; i < end; ++i)
      out[i] += values[i];
  });
  out.push_back(0);
  return out;
}

int locked(const std::vector<int>& values) {
  int sum = 0, turns = 0;
  std::mutex lock;
  std::atomic<int> count{0};
  parallel_for(values.size(), [&](int i) {
    std::lock_guard guard(lock);
    sum += values[i];
    ++count;
  });
  in_turn(lock, [&] { ++turns; });
  return sum + turns + count;
}

int own_results() {
  int first = 0, second = 0;
  parallel_invoke([&] { first = 1; }, [&] { second = 2; });
  return first + second;
}

int serial(const std::vector<int>& values) {
  int sum = 0;
  each(values, [&](int value) { sum += value; });
  each_erased(values, [&](int value) { sum += value; });
  Visitor visitor;
  visitor.on_value = [&](int value) { sum += value; };
  visitor.visit(1);
  return sum;
}

void in_tasks(const std::vector<int>& values, std::vector<int>& sums) {
  parallel_for(4, [&](int task) {
    int sum = 0;
    each(values, [&](int value) { sum += value; });
    each_erased(values, [&](int value) { sum += value; });
    Visitor visitor;
    visitor.on_value = [&](int value) { sum += value; };
    visitor.visit(task);
    sums[task] = sum;
  });
}
