#include "reports/replay/simulator.h"

#include <gtest/gtest.h>
#include <random>
#include <utility>

#include "reports/replay/event_match.h"
#include "reports/replay/what_if.h"

namespace paraudit::reports::replay {
namespace {

// Writes a program strand by strand; strand 0 is the main thread.
class Maker {
 public:
  explicit Maker(std::size_t locks, bool readers = false) {
    program.groups = {0};
    program.sections = {{}, {}};
    program.locks.assign(locks, {0, readers});
  }
  Maker& op(OpKind kind, std::uint64_t before, std::uint32_t target = 0, std::uint8_t flags = 0,
            std::uint32_t section = 0) {
    Op made;
    made.before = before;
    made.kind = static_cast<std::uint64_t>(kind);
    made.target = target;
    made.flags = flags;
    made.section = section;
    program.ops.push_back(made);
    program.keys.push_back(0);
    return *this;
  }
  Maker& hold(std::uint64_t before, std::uint64_t length, std::uint32_t lock = 0, std::uint8_t flags = 0,
              std::uint32_t key = 0) {
    op(OpKind::kAcquire, before, lock, flags);
    program.keys.back() = key;
    return op(OpKind::kRelease, length, lock, flags, 1);
  }
  Maker& end(std::uint64_t before = 0, bool thread = false) {
    op(OpKind::kEnd, before);
    Strand strand;
    strand.first = program.strands.empty() ? 0 : program.strands.back().last;
    strand.last = static_cast<std::uint32_t>(program.ops.size());
    strand.thread = thread;
    program.strands.push_back(strand);
    return *this;
  }
  // A main thread that starts tasks 1 to `tasks` and waits for them.
  Maker& main(std::uint32_t tasks) {
    for (std::uint32_t task = 1; task <= tasks; ++task)
      op(OpKind::kSpawn, 0, task);
    for (std::uint32_t task = 1; task <= tasks; ++task)
      op(OpKind::kJoin, 0, task);
    return end(0, true);
  }
  std::uint64_t time(unsigned workers, std::uint64_t wake = 0, LockPolicy policy = LockPolicy::kBarging) const {
    Machine machine;
    machine.workers = workers;
    machine.wake = wake;
    machine.locks = policy;
    Outcome outcome = simulate(program, machine);
    EXPECT_FALSE(outcome.stuck);
    return outcome.time;
  }

  Program program;
};

TEST(Simulator, TasksThatShareNothingRunSideBySide) {
  Maker maker(0);
  maker.main(8);
  for (int task = 0; task < 8; ++task)
    maker.end(100);
  EXPECT_EQ(maker.time(1), 800u);
  EXPECT_EQ(maker.time(2), 400u);
  EXPECT_EQ(maker.time(8), 100u);
  EXPECT_EQ(maker.time(64), 100u);
}

// A task makes a long one and a short one and computes on. A thief of the arena takes the older, long one; from one
// queue for all the newer one comes first, and the long one begins as much later.
TEST(Simulator, OneQueueForAllGivesTheNewestTask) {
  Maker maker(1);
  maker.main(1);
  maker.op(OpKind::kSpawn, 0, 2).op(OpKind::kSpawn, 0, 3).op(OpKind::kJoin, 50, 2).op(OpKind::kJoin, 0, 3).end();
  maker.end(100).end(10);
  auto time = [&](Scheduling scheduling) {
    Machine machine;
    machine.workers = 2;
    machine.wake = 5;
    machine.scheduling = scheduling;
    return simulate(maker.program, machine).time;
  };
  EXPECT_EQ(time(Scheduling::kArena), 100u + 5) << "until the main thread has woken";
  EXPECT_EQ(time(Scheduling::kCentral), time(Scheduling::kArena) + 10);
}

TEST(Simulator, ALockIsHeldByOneAtATime) {
  Maker maker(1);
  maker.main(4);
  for (int task = 0; task < 4; ++task)
    maker.hold(100, 50).end();
  EXPECT_EQ(maker.time(1), 600u);
  EXPECT_EQ(maker.time(4), 300u);
  // Three of them sleep for it, each is woken once.
  EXPECT_EQ(maker.time(4, 7), 300u + 7 * 3 + 7) << "and the main thread";
  Outcome outcome = simulate(maker.program, {.workers = 4});
  EXPECT_EQ(outcome.blocked_by_group[0], 50u + 100 + 150);
  EXPECT_EQ(outcome.lock_operations, 4u);
}

TEST(Simulator, WhoComesFirstGetsAFreedLock) {
  // Task 1 holds until 100; task 2 sleeps for it from 10 and would have it at 140; task 3 comes at 120 and overtakes.
  Maker maker(1);
  maker.main(3);
  maker.hold(0, 100).end();
  maker.hold(10, 100).end();
  maker.hold(120, 100).end();
  EXPECT_EQ(maker.time(3, 40), 400u) << "task 3 to 220, task 2 from 260 to 360, then the main thread wakes";
  EXPECT_EQ(maker.time(3, 40, LockPolicy::kFifo), 420u) << "task 2 to 240, task 3 from 280 to 380";
}

TEST(Simulator, WhoSleptForLongerTakesLongerToWake) {
  WakeTime wake({{{100, 10}, {200, 20}, {1000, 100}}});
  EXPECT_EQ(wake.after(0), 10u);
  EXPECT_EQ(wake.after(150), 15u);
  EXPECT_EQ(wake.after(200), 20u);
  EXPECT_EQ(wake.after(600), 60u);
  EXPECT_EQ(wake.after(5000), 100u);
  EXPECT_EQ(WakeTime(7).after(12345), 7u);
  Maker maker(1);
  maker.main(2);
  maker.hold(0, 150).end();
  maker.hold(0, 600).end();
  Outcome outcome = simulate(maker.program, {.workers = 2, .wake = wake});
  EXPECT_EQ(outcome.blocked_by_group[0], 150u + 15);
  EXPECT_EQ(outcome.time, 150u + 15 + 600 + 60) << "the main thread sleeps for the second task from 165 on";
}

TEST(Simulator, ThreadsAreMadeOneAfterAnother) {
  Maker maker(0);
  maker.main(4);
  for (int task = 0; task < 4; ++task)
    maker.end(100);
  EXPECT_EQ(simulate(maker.program, {.workers = 4, .start = 30}).time, 4u * 30 + 100);
}

TEST(Simulator, ReadersShareAndWritersDoNot) {
  Maker maker(1, true);
  maker.main(4);
  for (int task = 0; task < 3; ++task)
    maker.hold(0, 100, 0, kShared).end();
  maker.hold(50, 100).end();
  EXPECT_EQ(maker.time(4), 200u) << "the writer comes after the readers";
  Maker late(1, true);
  late.main(3);
  late.hold(0, 100, 0, kShared).end();
  late.hold(10, 100).end();
  late.hold(20, 100, 0, kShared).end();
  EXPECT_EQ(late.time(3), 300u) << "no reader overtakes a writer that waits";
}

TEST(Simulator, AJoinRunsItsTaskItselfElseWaits) {
  // Task 1 starts task 2 and joins it at once.
  Maker maker(0);
  maker.main(1);
  maker.op(OpKind::kSpawn, 10, 2).op(OpKind::kJoin, 100, 2).end(5);
  maker.end(60);
  EXPECT_EQ(maker.time(1), 175u);
  EXPECT_EQ(maker.time(2), 115u);
}

TEST(Simulator, AWaitFreesItsWorkerAndGoesOnWhenAllSignalsCame) {
  // Task 1 waits for an event that tasks 2 and 3 count down.
  Maker maker(0);
  maker.program.event_signals = {2};
  maker.main(3);
  maker.op(OpKind::kWait, 10, 0).end(30);
  maker.op(OpKind::kSignal, 100, 0).end();
  maker.op(OpKind::kSignal, 200, 0).end();
  EXPECT_EQ(maker.time(1), 340u);
  EXPECT_EQ(maker.time(3), 230u);
}

TEST(Simulator, SaysWhenEverythingWaits) {
  Maker maker(2);
  maker.main(2);
  for (std::uint32_t first : {0u, 1u}) {
    maker.op(OpKind::kAcquire, 10, first).op(OpKind::kAcquire, 10, 1 - first);
    maker.op(OpKind::kRelease, 10, 1 - first).op(OpKind::kRelease, 0, first).end();
  }
  Machine machine;
  machine.workers = 2;
  EXPECT_TRUE(simulate(maker.program, machine).stuck);
  machine.workers = 1;
  EXPECT_FALSE(simulate(maker.program, machine).stuck);
}

TEST(WhatIf, ShardsFollowTheKeys) {
  Maker maker(1);
  maker.main(4);
  for (std::uint32_t key : {0x10000000u, 0x90000000u, 0x20000000u, 0xf0000000u})
    maker.hold(0, 100, 0, 0, key).end();
  EXPECT_EQ(maker.time(4), 400u);
  Maker two = maker;
  two.program = sharded(maker.program, 0, 2);
  EXPECT_EQ(two.time(4), 200u) << "two keys in each half";
  Keys keys = spread_of_keys(maker.program, 0, 4);
  EXPECT_EQ(keys.with, 4u);
  EXPECT_EQ(keys.busiest, 2.0) << "0x10000000 and 0x20000000 are in the same quarter";
}

TEST(WhatIf, OtherChanges) {
  Maker maker(1);
  maker.main(4);
  for (int task = 0; task < 4; ++task)
    maker.hold(0, 100).end();
  Maker changed = maker;
  changed.program = worker_local(maker.program, 0);
  EXPECT_EQ(changed.time(4), 100u);
  changed.program = shared_at(maker.program, 1);
  EXPECT_EQ(changed.time(4), 100u);
  changed.program = shortened(maker.program, 1, 0.5);
  EXPECT_EQ(changed.time(4), 250u) << "50 before, then four times 50";
  EXPECT_FALSE(frozen(maker.program, 0, 1)) << "nobody only reads after the last write";
}

TEST(WhatIf, AFrozenLockIsNotReadUnderALock) {
  Maker maker(1, true);
  maker.main(2);
  maker.hold(0, 100, 0, 0).end();
  maker.hold(0, 100, 0, kShared | kAfterWrites).end();
  EXPECT_EQ(maker.time(2), 200u);
  std::optional<Program> without = frozen(maker.program, 0, 0);
  ASSERT_TRUE(without);
  maker.program = *without;
  EXPECT_EQ(maker.time(2), 100u);
}

TEST(WhatIf, APlainLockIsFrozenWhereItsBusiestPlaceComesLast) {
  Maker maker(1);
  maker.main(4);
  for (std::uint8_t flags : {0, 0, +kAfterWrites, +kAfterWrites})
    maker.hold(0, 100, 0, flags).end();
  EXPECT_EQ(maker.time(4), 400u);
  EXPECT_FALSE(frozen(maker.program, 0, 2)) << "another place";
  std::optional<Program> without = frozen(maker.program, 0, 1);
  ASSERT_TRUE(without);
  maker.program = *without;
  EXPECT_EQ(maker.time(4), 200u) << "two still take turns";
}

TEST(WhatIf, AResampledHoldIsOneThatWasRecorded) {
  Maker maker(1);
  maker.main(3);
  for (std::uint64_t length : {100, 200, 300})
    maker.hold(7, length).end();
  Program sample = resampled(maker.program, 1);
  for (const Op& op : sample.ops)
    if (OpKind(op.kind) == OpKind::kRelease)
      EXPECT_TRUE(op.before == 100 || op.before == 200 || op.before == 300);
    else if (OpKind(op.kind) == OpKind::kAcquire)
      EXPECT_EQ(op.before, 7u) << "outside of locks nothing is drawn";
}

// Tasks that hold four locks in all ways; with `split`, a signal that nobody waits for stands before each release.
Maker random_holds(std::uint64_t seed, bool split) {
  Maker maker(4);
  std::mt19937_64 random(seed);
  maker.program.event_signals.assign(1, ~std::uint32_t{0});
  maker.program.locks[3].readers = true;
  std::uint64_t scale = seed % 3 == 0 ? 3 : 100; // the small one brings many events at one time
  auto release = [&](std::uint64_t lock) {
    std::uint64_t held = random() % scale;
    if (split)
      maker.op(OpKind::kSignal, std::exchange(held, 0));
    maker.op(OpKind::kRelease, held, static_cast<std::uint32_t>(lock));
  };
  maker.main(8);
  for (int task = 0; task < 8; ++task) {
    for (std::uint64_t hold = random() % 30; hold > 0; --hold) {
      std::uint64_t outer = random() % 4, inner = outer + random() % 4;
      maker.op(OpKind::kAcquire, random() % scale, static_cast<std::uint32_t>(outer));
      if (outer < inner && inner < 4) {
        maker.op(OpKind::kAcquire, random() % scale, static_cast<std::uint32_t>(inner));
        release(inner);
      }
      release(outer);
    }
    maker.end(random() % scale);
  }
  return maker;
}

// A hold that nobody disturbs is one event: the outcome is that of acquisition and release as two.
TEST(Simulator, AForeseenReleaseChangesNothing) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const Program program = random_holds(seed, false).program, split = random_holds(seed, true).program;
    for (unsigned workers : {1u, 2u, 5u, 8u})
      for (LockPolicy policy : {LockPolicy::kBarging, LockPolicy::kFifo}) {
        Machine machine;
        machine.workers = workers;
        machine.wake = 30;
        machine.spin = seed % 2 * 50;
        machine.locks = policy;
        Outcome outcome = simulate(program, machine), expected = simulate(split, machine);
        EXPECT_FALSE(outcome.stuck) << seed;
        EXPECT_EQ(outcome.time, expected.time) << seed;
        EXPECT_EQ(outcome.busy, expected.busy) << seed;
        EXPECT_EQ(outcome.blocked_by_group, expected.blocked_by_group) << seed;
      }
  }
}

ObjectRecord signal(std::uint64_t time, bool counted = true) {
  return {.begin = time, .time = time, .instance = 5, .wait = false, .counted = counted};
}
ObjectRecord wait(std::uint64_t begin, std::uint64_t end, bool counted = true) {
  return {.begin = begin, .time = end, .instance = 5, .wait = true, .counted = counted};
}

TEST(EventMatch, ALatchNeedsAllItsSignals) {
  std::vector<ObjectRecord> records{signal(10), signal(20), wait(5, 21), wait(6, 22), signal(30), wait(25, 31)};
  EXPECT_EQ(match_events(records), (std::vector<std::uint32_t>{2, 1}));
  EXPECT_EQ(records[2].event, records[0].event);
  EXPECT_EQ(records[3].event, records[0].event);
  EXPECT_EQ(records[5].event, records[4].event) << "another latch at the same address";
}

TEST(EventMatch, OthersWaitForTheLastSignal) {
  std::vector<ObjectRecord> records{signal(10, false), signal(20, false), wait(5, 21, false), wait(25, 90, false)};
  EXPECT_EQ(match_events(records), (std::vector<std::uint32_t>{1, 1}));
  EXPECT_EQ(records[2].event, records[1].event);
  EXPECT_EQ(records[3].event, kNone) << "no signal came in it: it timed out";
}

} // namespace
} // namespace paraudit::reports::replay
