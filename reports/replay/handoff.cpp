#include "reports/replay/handoff.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <pthread.h>
#include <sched.h>
#include <thread>

namespace paraudit::reports::replay {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::microseconds;

constexpr auto kRest = microseconds(50); // so that the other thread gets the lock
constexpr unsigned kThreads = 24;

struct Round {
  microseconds hold; // the other thread is asleep for as long
  int count;
};
constexpr Round kRounds[] = {{microseconds(200), 30}, {microseconds(1000), 16}, {microseconds(3000), 8}};

std::uint64_t since(Clock::time_point start) {
  auto passed = std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now() - start);
  return static_cast<std::uint64_t>(std::max<std::int64_t>(passed.count(), 0));
}

// Whether this thread runs before all that are not of its kind from here on. Its threads do as well.
bool run_before_others() {
  sched_param priority{};
  priority.sched_priority = sched_get_priority_min(SCHED_FIFO);
  return pthread_setschedparam(pthread_self(), SCHED_FIFO, &priority) == 0;
}

// Two threads that take turns with a lock, and when it was released last, by whom.
struct Baton {
  std::mutex mutex;
  Clock::time_point released;
  int holder = -1;
  std::vector<std::uint64_t> delays;
};

void take_turns(Baton& baton, int self, const Round& round) {
  for (int turn = 0; turn < round.count; ++turn) {
    {
      std::lock_guard lock(baton.mutex);
      if (baton.holder == 1 - self)
        baton.delays.push_back(since(baton.released));
      std::this_thread::sleep_for(round.hold);
      baton.holder = self;
      baton.released = Clock::now();
    }
    std::this_thread::sleep_for(kRest);
  }
}

HandOffPoint measure(const Round& round) {
  Baton baton;
  std::thread other([&] { take_turns(baton, 1, round); });
  take_turns(baton, 0, round);
  other.join();
  std::sort(baton.delays.begin(), baton.delays.end());
  return {static_cast<std::uint64_t>(std::chrono::nanoseconds(round.hold).count()), std::move(baton.delays)};
}

// Threads that are all there at once, as a pool's are.
std::uint64_t measure_start() {
  std::atomic<unsigned> up{0};
  std::atomic<bool> done{false};
  std::vector<std::thread> threads;
  Clock::time_point start = Clock::now();
  for (unsigned i = 0; i < kThreads; ++i)
    threads.emplace_back([&] {
      ++up;
      up.notify_one();
      done.wait(false);
    });
  for (unsigned seen = 0; seen < kThreads; seen = up)
    up.wait(seen);
  std::uint64_t took = since(start);
  done = true;
  done.notify_all();
  for (std::thread& thread : threads)
    thread.join();
  return took / kThreads;
}

} // namespace

HandOff measure_hand_off() {
  HandOff hand_off;
  std::thread measuring([&] { // its priority ends with it
    hand_off.calm = run_before_others();
    for (std::size_t i = 0; i < hand_off.points.size(); ++i)
      hand_off.points[i] = measure(kRounds[i]);
    hand_off.start_ns = measure_start();
  });
  measuring.join();
  return hand_off;
}

} // namespace paraudit::reports::replay
