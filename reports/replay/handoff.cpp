#include "reports/replay/handoff.h"

#include <algorithm>
#include <chrono>
#include <mutex>
#include <thread>

namespace paraudit::reports::replay {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kRounds = 40;
constexpr auto kHold = std::chrono::microseconds(200); // long enough for the other thread to be asleep
constexpr auto kRest = std::chrono::microseconds(50);  // so that the other thread gets the lock

// Two threads that take turns with a lock, and when it was released last, by whom.
struct Baton {
  std::mutex mutex;
  Clock::time_point released;
  int holder = -1;
  std::vector<std::uint64_t> delays;
};

void take_turns(Baton& baton, int self) {
  for (int round = 0; round < kRounds; ++round) {
    {
      std::lock_guard lock(baton.mutex);
      auto delay = std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now() - baton.released);
      if (baton.holder == 1 - self)
        baton.delays.push_back(static_cast<std::uint64_t>(std::max<std::int64_t>(delay.count(), 0)));
      std::this_thread::sleep_for(kHold);
      baton.holder = self;
      baton.released = Clock::now();
    }
    std::this_thread::sleep_for(kRest);
  }
}

} // namespace

HandOff measure_hand_off() {
  Baton baton;
  std::thread other([&] { take_turns(baton, 1); });
  take_turns(baton, 0);
  other.join();
  std::sort(baton.delays.begin(), baton.delays.end());
  return {std::move(baton.delays)};
}

} // namespace paraudit::reports::replay
