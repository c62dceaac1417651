#include "runtime/benchmarks/contender.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <random>
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
  for (int i = 0; i < threads; ++i)
    threads_.emplace_back([this] { serve(); });
}

Team::~Team() {
  work_ = nullptr;
  round_.fetch_add(1);
  round_.notify_all();
  for (std::thread& thread : threads_)
    thread.join();
}

void Team::serve() {
  for (int seen = 0;;) {
    round_.wait(seen);
    ++seen;
    if (work_ == nullptr)
      return;
    done_.fetch_add((*work_)(over_));
    if (running_.fetch_sub(1) == 1)
      running_.notify_one();
  }
}

double Team::run(double milliseconds, const std::function<long(const std::atomic<bool>&)>& work) {
  work_ = &work;
  over_ = false;
  done_ = 0;
  running_ = static_cast<int>(threads_.size());
  double start = wall_ns();
  round_.fetch_add(1);
  round_.notify_all();
  std::this_thread::sleep_for(std::chrono::duration<double, std::milli>(milliseconds));
  over_ = true;
  double elapsed = wall_ns() - start;
  for (int left = running_; left != 0; left = running_)
    running_.wait(left);
  return elapsed / static_cast<double>(done_);
}

Samples measure(std::vector<Contender>& contenders, int rounds) {
  Samples samples;
  std::mt19937 random;
  for (Contender& contender : contenders)
    contender.slice(); // first touch, first chains
  for (int round = 0; round < rounds; ++round) {
    for (Contender& contender : contenders)
      samples[contender.name].push_back(contender.slice());
    std::shuffle(contenders.begin(), contenders.end(), random);
  }
  return samples;
}

void print(const Samples& samples) {
  const char* separator = "{";
  for (const auto& [name, values] : samples) {
    std::printf("%s\n\"%s\": [", separator, name.c_str());
    for (std::size_t i = 0; i < values.size(); ++i)
      std::printf("%s%.3f", i == 0 ? "" : ", ", values[i]);
    std::printf("]");
    separator = ",";
  }
  std::printf("\n}\n");
}

} // namespace paraudit::bench
