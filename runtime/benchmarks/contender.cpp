#include "runtime/benchmarks/contender.h"

#include <algorithm>
#include <cstdio>
#include <unistd.h>

#include "runtime/platform/clock.h"

namespace paraudit::bench {
double thread_ns() {
  return static_cast<double>(platform::clock_ns(CLOCK_THREAD_CPUTIME_ID));
}
double wall_ns() {
  return static_cast<double>(platform::monotonic_ns());
}
double resident_bytes() {
  std::FILE* file = std::fopen("/proc/self/statm", "r");
  unsigned long size = 0, resident = 0;
  bool read = file != nullptr && std::fscanf(file, "%lu %lu", &size, &resident) == 2;
  if (file != nullptr)
    std::fclose(file);
  return read ? static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE)) : 0;
}

Team::Team(int threads) {
  for (int i = 1; i < threads; ++i)
    others_.emplace_back([this] { serve(); });
}

Team::~Team() {
  work_ = nullptr;
  round_.fetch_add(1);
  round_.notify_all();
  for (std::thread& other : others_)
    other.join();
}

void Team::serve() {
  for (int seen = 0;;) {
    round_.wait(seen);
    ++seen;
    if (work_ == nullptr)
      return;
    (*work_)();
    if (running_.fetch_sub(1) == 1)
      running_.notify_one();
  }
}

void Team::run(const std::function<void()>& work) {
  work_ = &work;
  running_ = static_cast<int>(others_.size());
  round_.fetch_add(1);
  round_.notify_all();
  work();
  for (int left = running_; left != 0; left = running_)
    running_.wait(left);
}

Samples measure(std::vector<Contender>& contenders, int rounds) {
  Samples samples;
  for (Contender& contender : contenders)
    contender.slice(); // first touch, first chains
  for (int round = 0; round < rounds; ++round) {
    for (Contender& contender : contenders)
      samples[contender.name].push_back(contender.slice());
    std::rotate(contenders.begin(), contenders.begin() + 1, contenders.end());
  }
  return samples;
}

} // namespace paraudit::bench
