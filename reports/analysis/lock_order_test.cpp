#include "reports/analysis/lock_order.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/analysis/build_report.h"
#include "reports/reader/test_directory.h"
#include "reports/reader/trace_writer.h"

namespace paraudit::reports {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Locks A = 1, B = 2, C = 3, each with a site of its own.
class LockOrderTest : public ::testing::Test {
 protected:
  LockOrderTest() {
    for (const char* name : {"A", "B", "C"}) {
      trace_.site("a.cpp", 10 * static_cast<std::uint32_t>(name[0] - 'A' + 1), "f");
      trace_.lock_class(name);
    }
    for (std::uint32_t thread : {1, 2})
      trace_.thread(thread);
  }
  static paraudit_chain_link link(std::uint32_t lock, std::uint32_t mode = PARAUDIT_EXCLUSIVE,
                                  std::uint32_t instance = 0) {
    return {lock, lock, instance ? instance : lock, mode};
  }
  LockOrder analyze(const Findings& findings = {}) {
    TestDirectory directory;
    trace_.write(directory.path("p"));
    TraceSet set;
    read_traces(directory.path("p"), set);
    return build_report(findings, set, {}).lock_order;
  }

  TraceWriter trace_;
};

TEST_F(LockOrderTest, ReportsAnInversionThatTwoThreadsShowed) {
  trace_.chain(1, 10, {link(1), link(2)});
  trace_.chain(2, 20, {link(2), link(1)});
  LockOrder order = analyze();
  ASSERT_EQ(order.cycles.size(), 1u);
  EXPECT_THAT(order.cycles[0].locks, ElementsAre("A", "B"));
  EXPECT_EQ(order.cycles[0].status, CycleStatus::kObserved);
  ASSERT_EQ(order.cycles[0].threads.size(), 2u);
  EXPECT_EQ(order.cycles[0].threads[0].trace.at(1).message, "acquired 'B' while it held 'A'");
  EXPECT_EQ(order.cycles[0].threads[0].trace[1].place.line, 20u);
  ASSERT_EQ(order.edges.size(), 2u);
  EXPECT_TRUE(order.edges[0].dynamic);
  EXPECT_FALSE(order.edges[0].is_static);
}

TEST_F(LockOrderTest, OneThreadAloneCannotDeadlock) {
  trace_.chain(1, 10, {link(1), link(2)});
  trace_.chain(1, 20, {link(2), link(1)});
  LockOrder order = analyze();
  EXPECT_THAT(order.cycles, IsEmpty());
  EXPECT_EQ(order.one_thread, 1u);
}

TEST_F(LockOrderTest, AGateLockProtects) {
  trace_.chain(1, 10, {link(3), link(1), link(2)});
  trace_.chain(2, 20, {link(3), link(2), link(1)});
  LockOrder order = analyze();
  EXPECT_THAT(order.cycles, IsEmpty());
  EXPECT_EQ(order.gate_lock, 1u);
}

TEST_F(LockOrderTest, AGateThatIsOnlyReadProtectsNothing) {
  trace_.chain(1, 10, {link(3, PARAUDIT_SHARED), link(1), link(2)});
  trace_.chain(2, 20, {link(3, PARAUDIT_SHARED), link(2), link(1)});
  EXPECT_EQ(analyze().cycles.size(), 1u);
}

TEST_F(LockOrderTest, PassesThatFollowOneAnotherCannotDeadlock) {
  for (std::uint32_t thread : {1, 2})
    trace_.phase(5, thread, 77, 1);
  trace_.chain(1, 10, {link(1), link(2)});
  for (std::uint32_t thread : {1, 2})
    trace_.phase(15, thread, 77, 2);
  trace_.chain(2, 20, {link(2), link(1)});
  LockOrder order = analyze();
  EXPECT_THAT(order.cycles, IsEmpty());
  EXPECT_EQ(order.thread_order, 1u);
}

TEST_F(LockOrderTest, OnePassThatOverlapsBothOrdersCanDeadlock) {
  for (std::uint32_t thread : {1, 2})
    trace_.phase(5, thread, 77, 1);
  trace_.chain(1, 10, {link(1), link(2)});
  for (std::uint32_t thread : {1, 2})
    trace_.phase(15, thread, 77, 2);
  trace_.chain(1, 18, {link(1), link(2)}); // again, beside the other order
  trace_.chain(2, 20, {link(2), link(1)});
  EXPECT_EQ(analyze().cycles.size(), 1u);
}

TEST_F(LockOrderTest, PhasesOfTwoPoolsSayNothingOfEachOther) {
  trace_.phase(5, 1, 77, 1);
  trace_.chain(1, 10, {link(1), link(2)});
  trace_.phase(15, 2, 78, 2);
  trace_.chain(2, 20, {link(2), link(1)});
  EXPECT_EQ(analyze().cycles.size(), 1u);
}

TEST_F(LockOrderTest, AThreadThatWasJoinedBeforeCannotDeadlock) {
  trace_.thread_info({1, 0, 0, 0, 1, 100}, "first");
  trace_.sync(110, 1, 3);
  trace_.sync(120, 3, 2);
  trace_.chain(1, 10, {link(1), link(2)});
  trace_.chain(2, 200, {link(2), link(1)});
  LockOrder order = analyze();
  EXPECT_THAT(order.cycles, IsEmpty());
  EXPECT_EQ(order.thread_order, 1u);
}

TEST_F(LockOrderTest, AnEarlierStartAloneOrdersNothing) {
  trace_.thread_info({1, 0, 0, 0, 1, 0}, "main");
  trace_.sync(110, 1, 2);
  trace_.chain(1, 10, {link(1), link(2)});
  trace_.chain(2, 200, {link(2), link(1)});
  EXPECT_EQ(analyze().cycles.size(), 1u);
}

TEST_F(LockOrderTest, ReadersDoNotBlockReadersAndTryBlocksNobody) {
  trace_.chain(1, 10, {link(1, PARAUDIT_SHARED), link(2, PARAUDIT_SHARED)});
  trace_.chain(2, 20, {link(2, PARAUDIT_SHARED), link(1, PARAUDIT_SHARED)});
  LockOrder order = analyze();
  EXPECT_THAT(order.cycles, IsEmpty());
  EXPECT_EQ(order.readers, 1u);
}

TEST_F(LockOrderTest, TryAcquisitionsCloseNoCycle) {
  trace_.chain(1, 10, {link(1), link(2, PARAUDIT_TRY)});
  trace_.chain(2, 20, {link(2), link(1)});
  EXPECT_THAT(analyze().cycles, IsEmpty());
}

TEST_F(LockOrderTest, HandOverHandDownAListIsNoCycle) {
  trace_.chain(1, 10, {link(1, 0, 11), link(1, 0, 12)});
  trace_.chain(2, 20, {link(1, 0, 12), link(1, 0, 13)});
  EXPECT_THAT(analyze().cycles, IsEmpty());
}

TEST_F(LockOrderTest, TwoInstancesOfOneClassInBothOrdersAre) {
  trace_.chain(1, 10, {link(1, 0, 11), link(1, 0, 12)});
  trace_.chain(2, 20, {link(1, 0, 12), link(1, 0, 11)});
  LockOrder order = analyze();
  ASSERT_EQ(order.cycles.size(), 1u);
  EXPECT_THAT(order.cycles[0].locks, ElementsAre("A"));
}

TEST_F(LockOrderTest, ThreeInstancesOfOneClassInACircleAre) {
  trace_.chain(1, 10, {link(1, 0, 11), link(1, 0, 12)});
  trace_.chain(2, 20, {link(1, 0, 12), link(1, 0, 13)});
  trace_.chain(3, 30, {link(1, 0, 13), link(1, 0, 11)});
  LockOrder order = analyze();
  ASSERT_EQ(order.cycles.size(), 1u);
  EXPECT_THAT(order.cycles[0].locks, ElementsAre("A"));
  EXPECT_EQ(order.cycles[0].threads.size(), 3u);
}

// Each pair is protected by a gate, the three together are not.
TEST_F(LockOrderTest, AShorterCycleThatCannotDeadlockHidesNoLongerOne) {
  trace_.site("a.cpp", 40, "f");
  trace_.lock_class("G");
  trace_.chain(1, 10, {link(4), link(1), link(2)});
  trace_.chain(2, 20, {link(4), link(2), link(1)});
  trace_.chain(2, 25, {link(2), link(3)});
  trace_.chain(3, 30, {link(3), link(1)});
  LockOrder order = analyze();
  ASSERT_EQ(order.cycles.size(), 1u);
  EXPECT_THAT(order.cycles[0].locks, ElementsAre("A", "B", "C"));
  EXPECT_EQ(order.gate_lock, 1u);
}

TEST_F(LockOrderTest, AReaderThatReadsAgainCanBeStoppedByAWriter) {
  trace_.chain(1, 10, {link(1, PARAUDIT_SHARED), link(1, PARAUDIT_SHARED)});
  EXPECT_EQ(analyze().cycles.size(), 1u);
}

TEST_F(LockOrderTest, AReaderThatPassesWaitingWritersIsNotStopped) {
  std::uint32_t passing = trace_.lock_class("P", PARAUDIT_OBJECT_RWLOCK, 0, PARAUDIT_CLASS_READERS_PASS);
  paraudit_chain_link read{passing, 1, 9, PARAUDIT_SHARED}, write{passing, 1, 9, PARAUDIT_EXCLUSIVE};
  trace_.chain(1, 10, {read, read});
  EXPECT_THAT(analyze().cycles, IsEmpty());
  trace_.chain(1, 30, {read, link(2)});
  trace_.chain(2, 40, {link(2), write});
  EXPECT_EQ(analyze().cycles.size(), 1u) << "a writer waits for its readers all the same";
}

TEST_F(LockOrderTest, AReaderThatTriesToReadAgainIsNotStopped) {
  trace_.chain(1, 10, {link(1, PARAUDIT_SHARED), link(1, PARAUDIT_SHARED | PARAUDIT_TRY)});
  trace_.chain(1, 20, {link(1, PARAUDIT_SHARED, 7), link(1, PARAUDIT_SHARED, 8)});
  EXPECT_THAT(analyze().cycles, IsEmpty());
}

Findings static_order() {
  Findings findings;
  findings.path = "findings.json";
  for (const char* name : {"A", "B", "C"})
    findings.locks.push_back({name, name, "mutex", {"a.cpp", 1, 1}, {}});
  findings.edges = {{"A", "B", true, {{"a.cpp", 20, 3}}}, {"B", "A", false, {{"b.cpp", 5, 1}}}, {"B", "C", false, {}}};
  findings.cycles = {{{"A", "B"}}};
  return findings;
}

TEST_F(LockOrderTest, JoinsWithTheCheckersPairs) {
  trace_.chain(1, 10, {link(1), link(2)});
  trace_.chain(1, 15, {link(1), link(3)});
  LockOrder order = analyze(static_order());
  EXPECT_EQ(order.static_pairs, 3u);
  EXPECT_EQ(order.exercised, 1u);
  EXPECT_EQ(order.unpredicted, 1u);
  ASSERT_EQ(order.cycles.size(), 1u);
  EXPECT_EQ(order.cycles[0].status, CycleStatus::kPossible);
  EXPECT_EQ(order.cycles[0].threads.at(1).name, "not recorded");
}

TEST_F(LockOrderTest, KeepsTheCheckersCyclesThatNothingExercised) {
  LockOrder order = analyze(static_order());
  ASSERT_EQ(order.cycles.size(), 1u);
  EXPECT_EQ(order.cycles[0].status, CycleStatus::kStaticOnly);
}

TEST_F(LockOrderTest, StaticEdgesAloneMakeNoCycleThatTheCheckerRejected) {
  Findings findings = static_order();
  findings.cycles.clear();
  EXPECT_THAT(analyze(findings).cycles, IsEmpty());
}

} // namespace
} // namespace paraudit::reports
