#include "instrument/record/lock_prices.h"

#include <algorithm>
#include <array>
#include <barrier>
#include <ctime>
#include <mutex>
#include <pthread.h>
#include <sched.h>
#include <thread>
#include <vector>

#include "runtime/abi/trace_format.h"

namespace paraudit::record {
namespace {

constexpr unsigned kLocks = 64, kRounds = 15;
constexpr std::uint64_t kOperations = 10'000;
constexpr double kTogether = 0.2; // of the operations follow the other thread's: both ran

struct alignas(128) Guarded { // a line of its own, and the one that is fetched with it
  std::mutex mutex;
  unsigned last = 0; // who had it
};
using Table = std::array<Guarded, kLocks>;

struct Use {
  double ns = 0;       // of an operation
  double followed = 0; // share of the operations that followed the other thread's
};

// The processor's time that this thread had: what else the machine does is not in it.
double thread_ns() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

Use use(Table& table, unsigned self) {
  std::uint64_t followed = 0;
  double start = thread_ns();
  for (std::uint64_t i = 0; i < kOperations; ++i) {
    Guarded& one = table[paraudit_mix(i + self * kOperations) % kLocks];
    std::lock_guard lock(one.mutex);
    followed += one.last != self;
    one.last = self;
  }
  return {(thread_ns() - start) / kOperations, static_cast<double>(followed) / kOperations};
}

// The mean over the threads.
Use round(Table& table, unsigned threads) {
  std::barrier together(threads);
  std::vector<Use> uses(threads);
  auto work = [&](unsigned self) {
    together.arrive_and_wait();
    uses[self] = use(table, self);
  };
  std::vector<std::thread> others;
  for (unsigned self = 1; self < threads; ++self)
    others.emplace_back(work, self);
  work(0);
  for (std::thread& thread : others)
    thread.join();
  Use mean;
  for (const Use& each : uses) {
    mean.ns += each.ns / threads;
    mean.followed += each.followed / threads;
  }
  return mean;
}

double median(std::vector<double> values) {
  if (values.empty())
    return 0;
  auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

LockPrices measure() {
  Table table;
  std::vector<double> alone, moves;
  for (unsigned i = 0; i < kRounds; ++i)
    alone.push_back(round(table, 1).ns);
  double acquisition = median(alone);
  for (unsigned i = 0; i < kRounds; ++i)
    if (Use both = round(table, 2); both.followed >= kTogether)
      moves.push_back(std::max(both.ns - acquisition, 0.0) / both.followed);
  return {acquisition, median(moves)};
}

} // namespace

LockPrices measure_lock_prices() {
  LockPrices prices;
  std::thread measuring([&] { // before others, where the system lets it; its priority ends with it
    sched_param priority{};
    priority.sched_priority = sched_get_priority_min(SCHED_FIFO);
    pthread_setschedparam(pthread_self(), SCHED_FIFO, &priority);
    prices = measure();
  });
  measuring.join();
  return prices;
}

} // namespace paraudit::record
