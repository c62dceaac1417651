// How fairly locks are shared, and what they and their threads cost in memory, beside the standard library's.
//
//   [PARAUDIT_RECORD=count] runtime_lock_fairness [SECONDS]
//
// Fairness: threads that want one lock all the time (more than this machine has cores, so that some always sleep); how
// long the longest wait is against the mean one, and what the least served thread got against the most served. For
// read-write locks: the waits of one writer among readers whose reads overlap. Prints one JSON object, times in
// microseconds. No bar: the locks promise that writers are not starved, not a bound.

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <latch>
#include <memory>
#include <mutex>
#include <numeric>
#include <shared_mutex>
#include <string>
#include <thread>
#include <vector>

#include "runtime/benchmarks/contender.h"
#include "runtime/sync/sync.h"

namespace {

using Clock = std::chrono::steady_clock;
using paraudit::Lock;
using paraudit::RwLock;

double microseconds(Clock::duration time) {
  return std::chrono::duration<double, std::micro>(time).count();
}

void work(int steps) {
  for (int i = 0; i < steps; ++i)
    asm volatile("" ::: "memory");
}

// What one thread met.
struct Waits {
  std::vector<double> each;
  double longest() const { return each.empty() ? 0 : *std::max_element(each.begin(), each.end()); }
  double mean() const {
    return each.empty() ? 0 : std::accumulate(each.begin(), each.end(), 0.0) / static_cast<double>(each.size());
  }
};

// Calls acquire_and_release(waited) until told to stop; it gives the moment at which it had the lock.
template <class Acquire> Waits wait_again_and_again(const std::atomic<bool>& stop, Acquire&& acquire) {
  Waits waits;
  waits.each.reserve(1 << 20);
  while (!stop.load(std::memory_order_relaxed)) {
    Clock::time_point start = Clock::now();
    Clock::time_point got = acquire();
    if (waits.each.size() < waits.each.capacity())
      waits.each.push_back(microseconds(got - start));
  }
  return waits;
}

// `threads` threads call `acquire` for a while; the i-th has what the i-th thread met.
template <class Acquire> std::vector<Waits> compete(int threads, double seconds, Acquire&& acquire) {
  std::atomic<bool> stop{false};
  std::vector<Waits> waits(static_cast<size_t>(threads));
  std::vector<std::jthread> team;
  for (int i = 0; i < threads; ++i)
    team.emplace_back(
        [&, i] { waits[static_cast<size_t>(i)] = wait_again_and_again(stop, [&] { return acquire(i); }); });
  std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
  stop = true;
  team.clear();
  return waits;
}

void print_waits(const char* name, const Waits& waits, double least_of_most) {
  std::printf(" \"%s\": {\"acquisitions\": %zu, \"mean_wait_us\": %.3f, \"longest_wait_us\": %.1f, "
              "\"longest_over_mean\": %.0f, \"least_over_most_served\": %.3f},\n",
              name, waits.each.size(), waits.mean(), waits.longest(), waits.longest() / std::max(waits.mean(), 1e-9),
              least_of_most);
}

constexpr int kThreads = 4, kInside = 50, kOutside = 50;

template <class Acquire> void measure_exclusive(const char* name, double seconds, Acquire&& acquire) {
  std::vector<Waits> of_threads = compete(kThreads, seconds, [&](int) {
    Clock::time_point got = acquire();
    work(kOutside);
    return got;
  });
  Waits all;
  size_t least = ~size_t{0}, most = 1;
  for (const Waits& one : of_threads) {
    all.each.insert(all.each.end(), one.each.begin(), one.each.end());
    least = std::min(least, one.each.size());
    most = std::max(most, one.each.size());
  }
  print_waits(name, all, static_cast<double>(least) / static_cast<double>(most));
}

// Thread 0 writes now and then, the others read all the time.
template <class Read, class Write> void measure_writer(const char* name, double seconds, Read&& read, Write&& write) {
  std::vector<Waits> of_threads = compete(kThreads, seconds, [&](int thread) {
    if (thread != 0)
      return read();
    std::this_thread::sleep_for(std::chrono::microseconds(200));
    return write();
  });
  print_waits(name, of_threads[0], 1);
}

template <class Guard> Clock::time_point hold(Guard&& guard) {
  Clock::time_point got = Clock::now();
  work(kInside);
  (void)guard;
  return got;
}

void measure_fairness(double seconds) {
  Lock<int> lock(0, "bench::lock");
  measure_exclusive("Lock", seconds, [&] { return hold(lock.lock()); });
  std::mutex mutex;
  measure_exclusive("std::mutex", seconds, [&] { return hold(std::unique_lock(mutex)); });
  RwLock<int> rw(0, "bench::rw");
  measure_writer("RwLock writer", seconds, [&] { return hold(rw.read()); }, [&] { return hold(rw.write()); });
  std::shared_mutex shared;
  measure_writer(
      "std::shared_mutex writer", seconds, [&] { return hold(std::shared_lock(shared)); },
      [&] { return hold(std::unique_lock(shared)); });
}

// Resident bytes of a Lock<int> allocated by itself and taken once, the pointer to it included.
using paraudit::bench::resident_bytes;

double bytes_of_a_lock() {
  constexpr int kLocks = 200000;
  auto locks = std::make_unique<std::unique_ptr<Lock<int>>[]>(kLocks);
  double before = resident_bytes();
  for (int i = 0; i < kLocks; ++i) {
    locks[i] = std::make_unique<Lock<int>>(i, "bench::one_of_many");
    ++*locks[i]->lock();
  }
  return (resident_bytes() - before) / kLocks;
}

// Resident bytes of a thread that has taken a lock; with nothing recorded, those of any thread.
double bytes_of_a_thread() {
  constexpr int kMany = 64;
  Lock<int> lock(0, "bench::of_threads");
  std::latch locked(kMany), done(1);
  double before = resident_bytes();
  std::vector<std::jthread> threads;
  for (int i = 0; i < kMany; ++i)
    threads.emplace_back([&] {
      ++*lock.lock();
      locked.count_down();
      done.wait();
    });
  locked.wait();
  double bytes = (resident_bytes() - before) / kMany;
  done.count_down();
  return bytes;
}

} // namespace

int main(int argc, char** argv) {
  double seconds = argc > 1 ? std::atof(argv[1]) : 1;
  paraudit::set_mode(paraudit::SyncMode::kSync);
  std::printf("{\"recorded\": %s, \"threads\": %d,\n", paraudit_recording() != 0 ? "true" : "false", kThreads);
  // Memory first: what is measured later leaves pages behind that would be taken again.
  std::printf(
      " \"bytes\": {\"Lock<int>\": %zu, \"RwLock<int>\": %zu, \"std::mutex\": %zu, \"std::shared_mutex\": %zu, ",
      sizeof(Lock<int>), sizeof(RwLock<int>), sizeof(std::mutex), sizeof(std::shared_mutex));
  std::printf("\"of_a_lock_on_the_heap\": %.1f, ", bytes_of_a_lock());
  std::printf("\"of_a_thread\": %.0f},\n", bytes_of_a_thread());
  measure_fairness(seconds);
  std::printf(" \"seconds\": %g\n}\n", seconds);
  return 0;
}
