// How fairly locks are shared, and what they and their threads cost in memory, beside other libraries'.
//
//   [PARAUDIT_RECORD=POLICY] runtime_lock_fairness ROUNDS
//
// Four threads, more than this machine should have cores for, so that some always sleep. "least_share": all want one
// lock all the time; what the least served of them got of an equal share, 1 at best. "writer_wait_us": three read all
// the time and overlap, one writes now and then; its mean wait. Every contender has a slice in each round. Prints one
// JSON object, each contender's figures one a round.

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <latch>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <thread>
#include <vector>

#ifdef PARAUDIT_BENCHMARK_ABSEIL
#include <absl/synchronization/mutex.h>
#endif

#include "runtime/benchmarks/contender.h"
#include "runtime/sync/sync.h"

namespace {

using Clock = std::chrono::steady_clock;
using paraudit::Lock;
using paraudit::RwLock;
using namespace paraudit::bench;

constexpr int kThreads = 4, kInside = 50, kOutside = 50;
constexpr auto kSlice = std::chrono::milliseconds(100);
constexpr auto kBetweenWrites = std::chrono::microseconds(200);

void work(int steps) {
  for (int i = 0; i < steps; ++i)
    asm volatile("" ::: "memory");
}

// What one thread met.
struct Waits {
  double count = 0, microseconds = 0;
};

// `turn(thread)` is called by each thread until the slice is over, and returns how long it waited for the lock.
std::vector<Waits> compete(const std::function<Clock::duration(int thread)>& turn) {
  std::atomic<bool> over{false};
  std::vector<Waits> waits(kThreads);
  std::latch begin(kThreads);
  std::vector<std::jthread> team;
  for (int thread = 0; thread < kThreads; ++thread)
    team.emplace_back([&, thread] {
      Waits mine;
      begin.arrive_and_wait();
      while (!over.load(std::memory_order_relaxed)) {
        mine.microseconds += std::chrono::duration<double, std::micro>(turn(thread)).count();
        ++mine.count;
      }
      waits[static_cast<size_t>(thread)] = mine;
    });
  std::this_thread::sleep_for(kSlice);
  over = true;
  team.clear();
  return waits;
}

template <class Take> Clock::duration wait_and_hold(Take&& take) {
  Clock::time_point start = Clock::now();
  auto guard = take();
  Clock::time_point got = Clock::now();
  work(kInside);
  return got - start;
}

// Of an equal share, what the least served thread got.
template <class Lock> Contender sharing(const char* name, std::shared_ptr<Lock> lock, auto&& take) {
  return {name, [lock, take] {
            std::vector<Waits> all = compete([&](int) {
              Clock::duration waited = wait_and_hold([&] { return take(*lock); });
              work(kOutside);
              return waited;
            });
            double total = 0, least = all[0].count;
            for (const Waits& one : all) {
              total += one.count;
              least = std::min(least, one.count);
            }
            return least * kThreads / total;
          }};
}

// Thread 0 writes now and then, the others read all the time: what the writer waits, in the mean.
template <class Lock> Contender writing(const char* name, std::shared_ptr<Lock> lock, auto&& read, auto&& write) {
  return {name, [lock, read, write] {
            Waits writer = compete([&](int thread) {
              if (thread != 0)
                return wait_and_hold([&] { return read(*lock); });
              std::this_thread::sleep_for(kBetweenWrites);
              return wait_and_hold([&] { return write(*lock); });
            })[0];
            return writer.microseconds / std::max(writer.count, 1.0);
          }};
}

std::vector<Contender> exclusive_locks() {
  std::vector<Contender> list{
      sharing("ours", std::make_shared<Lock<int>>(0, "bench::lock"), [](auto& lock) { return lock.lock(); }),
      sharing("std::mutex", std::make_shared<std::mutex>(), [](auto& mutex) { return std::unique_lock(mutex); }),
  };
#ifdef PARAUDIT_BENCHMARK_ABSEIL
  list.push_back(sharing("absl::Mutex", std::make_shared<absl::Mutex>(),
                         [](auto& mutex) { return std::make_unique<absl::MutexLock>(&mutex); }));
#endif
  return list;
}

std::vector<Contender> read_write_locks() {
  std::vector<Contender> list{
      writing(
          "ours", std::make_shared<RwLock<int>>(0, "bench::rw"), [](auto& lock) { return lock.read(); },
          [](auto& lock) { return lock.write(); }),
      writing(
          "std::shared_mutex", std::make_shared<std::shared_mutex>(),
          [](auto& mutex) { return std::shared_lock(mutex); }, [](auto& mutex) { return std::unique_lock(mutex); }),
  };
#ifdef PARAUDIT_BENCHMARK_ABSEIL
  list.push_back(writing(
      "absl::Mutex", std::make_shared<absl::Mutex>(),
      [](auto& mutex) { return std::make_unique<absl::ReaderMutexLock>(&mutex); },
      [](auto& mutex) { return std::make_unique<absl::MutexLock>(&mutex); }));
#endif
  return list;
}

// Resident bytes of a Lock<int> allocated by itself and taken once, the pointer to it included.
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
  int rounds = argc > 1 ? std::atoi(argv[1]) : 0;
  if (rounds <= 0) {
    std::fprintf(stderr, "usage: runtime_lock_fairness ROUNDS\n");
    return 2;
  }
  paraudit::set_mode(paraudit::SyncMode::kSync);
  // Memory first: what is measured later leaves pages behind that would be taken again.
  std::printf(
      "{\"bytes\": {\"Lock<int>\": %zu, \"RwLock<int>\": %zu, \"std::mutex\": %zu, \"std::shared_mutex\": %zu, ",
      sizeof(Lock<int>), sizeof(RwLock<int>), sizeof(std::mutex), sizeof(std::shared_mutex));
  std::printf("\"of_a_lock_on_the_heap\": %.1f, ", bytes_of_a_lock());
  std::printf("\"of_a_thread\": %.0f},\n\"least_share\": ", bytes_of_a_thread());
  std::vector<Contender> exclusive = exclusive_locks(), shared = read_write_locks();
  print(measure(exclusive, rounds));
  std::printf(", \"writer_wait_us\": ");
  print(measure(shared, rounds));
  std::printf("}\n");
  return 0;
}
