// Tasks that were given different numbers have divided the elements, whether a lambda or a function works on them.
#include <algorithm>
#include <cstddef>
#include <thread>
#include <vector>

static int produce(int seed) { return seed * seed; }

void halves(std::vector<int>& out) {
  const std::size_t middle = out.size() / 2;
  auto work = [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i)
      out[i] = 1;
  };
  std::thread first(work, 0, middle);
  std::thread second(work, middle, out.size());
  first.join();
  second.join();
  std::thread low([&] {
    for (std::size_t i = 0; i < middle; ++i)
      out[i] = 2;
  });
  std::thread high([&] {
    for (std::size_t i = middle; i < out.size(); ++i)
      out[i] = 2;
  });
  low.join();
  high.join();
}

void beside(std::vector<int>& out) {
  const std::size_t middle = out.size() / 2;
  auto work = [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i)
      out[i] = 1;
  };
  std::thread first(work, 0, middle);
  work(middle, out.size());
  first.join();
}

int own_slots() {
  int results[2] = {};
  std::vector<int> more(3);
  std::thread first([&] { results[0] = produce(1); });
  std::thread second([&] { results[1] = produce(2); });
  std::thread third([&] { more.at(0) = produce(1); });
  more.at(1) = produce(3);
  first.join();
  second.join();
  third.join();
  return results[0] + results[1] + more[0];
}

void by_worker(std::vector<int>& out) {
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < 4; ++t)
    threads.emplace_back([&out, t] {
      const std::size_t size = out.size() / 4;
      const std::size_t begin = t * size, end = std::min(out.size(), begin + size);
      for (std::size_t i = begin; i < end; ++i)
        out[i] = 1;
    });
  for (std::thread& thread : threads)
    thread.join();
}
