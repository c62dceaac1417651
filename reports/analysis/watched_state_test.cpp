#include "reports/analysis/watched_state.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/analysis/build_report.h"
#include "reports/reader/test_directory.h"
#include "reports/reader/trace_writer.h"

namespace paraudit::reports {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::uint32_t kWrite = PARAUDIT_WATCH_WRITE, kAtomic = PARAUDIT_WATCH_ATOMIC;

// Thread 1 makes 2 (at 2000) and 3 (at 2100), joins them at 8000 and 8100. Two places, one lock class, one state.
class Watched : public ::testing::Test {
 protected:
  Watched() {
    trace.command({"program"}, "/w", "/w/program");
    trace.header.end_ticks = 9000;
    trace.sync(2000, 1, 2);
    trace.sync(2100, 1, 3);
    trace.sync(8000, 2, 1);
    trace.sync(8100, 3, 1);
    first = trace.site("/w/src/a.cpp", 10, "f");
    second = trace.site("/w/src/a.cpp", 20, "g");
    lock = trace.lock_class("guard");
    state = trace.watched_state("count");
    trace.thread(1);
  }

  paraudit_chain_link held(std::uint32_t instance, std::uint32_t mode = PARAUDIT_EXCLUSIVE) const {
    return {lock, first, instance, mode};
  }
  void access(std::uint64_t ticks, std::uint32_t thread, std::uint32_t site, std::uint32_t flags,
              const std::vector<paraudit_chain_link>& locks = {}, std::uint64_t address = 0x1000) {
    trace.access({ticks, address, state, site, thread, flags, 0, 0}, locks);
  }
  Report report() {
    Findings findings;
    findings.path = "findings.json";
    findings.units = 1;
    SharedState shared;
    shared.id = "count";
    shared.place = {"a.cpp", 3, 5};
    shared.json = "{}";
    findings.shared_state = {shared};
    Finding finding;
    finding.check = "paraudit-mutable-global";
    finding.severity = "warning";
    finding.place = shared.place;
    findings.findings = {finding};
    TestDirectory directory;
    trace.write(directory.path("program-1"));
    TraceSet set;
    read_traces(directory.path(), set);
    return build_report(findings, set, {"/w/src", {}, {}});
  }
  std::string verdict() { return report().shared_state.at(0).dynamic; }

  TraceWriter trace;
  std::uint32_t first = 0, second = 0, lock = 0, state = 0;
};

TEST_F(Watched, ConfirmsARaceWithBothSites) {
  access(3000, 2, first, kWrite, {held(7)});
  access(3100, 3, second, 0);
  Report result = report();
  const StateEntry& entry = result.shared_state.at(0);
  EXPECT_EQ(entry.dynamic, "confirmed");
  ASSERT_EQ(entry.use.race.size(), 2u);
  EXPECT_EQ(entry.use.race[0].place.line, 10u);
  EXPECT_EQ(entry.use.race[0].access, "write");
  EXPECT_THAT(entry.use.race[0].held, ElementsAre("guard"));
  EXPECT_EQ(entry.use.race[1].place.line, 20u);
  EXPECT_EQ(entry.use.race[1].thread, 3u);
  EXPECT_EQ(result.findings.at(0).dynamic, "confirmed") << "the finding at the state's declaration";
  EXPECT_THAT(result.verdict.reasons, Contains("races on 1 state confirmed at run time"));
}

TEST_F(Watched, ACommonLockIsConsistent) {
  access(3000, 2, first, kWrite, {held(7)});
  access(3100, 3, second, kWrite, {held(9), held(7)});
  Report result = report();
  EXPECT_EQ(result.shared_state.at(0).dynamic, "consistent");
  EXPECT_EQ(result.shared_state.at(0).use.threads, 2u);
  EXPECT_THAT(result.shared_state.at(0).use.guards, ElementsAre("guard"));
  EXPECT_THAT(result.verdict.reasons, Not(Contains(HasSubstr("races on"))));
}

TEST_F(Watched, TwoInstancesOfOneLockClassDoNotGuard) {
  access(3000, 2, first, kWrite, {held(7)});
  access(3100, 3, second, kWrite, {held(8)});
  EXPECT_EQ(verdict(), "confirmed");
}

TEST_F(Watched, AReaderLockDoesNotGuardAWriteAgainstAReader) {
  access(3000, 2, first, kWrite, {held(7, PARAUDIT_SHARED)});
  access(3100, 3, second, 0, {held(7, PARAUDIT_SHARED)});
  EXPECT_EQ(verdict(), "confirmed");
}

TEST_F(Watched, ReadersOfAReaderLockAgainstAWriterAreGuarded) {
  access(3000, 2, first, kWrite, {held(7)});
  access(3100, 3, second, 0, {held(7, PARAUDIT_SHARED)});
  EXPECT_EQ(verdict(), "consistent");
}

TEST_F(Watched, ForkAndJoinOrder) {
  access(1500, 1, first, kWrite); // before both were made
  access(3000, 2, second, kWrite);
  access(8050, 1, first, kWrite); // after 2 was joined
  EXPECT_EQ(verdict(), "consistent");
}

TEST_F(Watched, TheMakerGoesOnBesideWhatItMade) {
  access(2050, 1, first, kWrite); // after 2 was made, before 3
  access(3000, 3, second, kWrite);
  EXPECT_EQ(verdict(), "consistent");
  access(3000, 2, second, kWrite);
  EXPECT_EQ(verdict(), "confirmed");
}

TEST_F(Watched, HandoversOrder) {
  access(3000, 2, first, kWrite);
  trace.handover(3050, 2, 0x77, PARAUDIT_HANDOVER_GIVE);
  trace.handover(3060, 3, 0x77, PARAUDIT_HANDOVER_TAKE);
  access(3100, 3, second, kWrite);
  EXPECT_EQ(verdict(), "consistent");
  access(3055, 2, first, kWrite); // after it gave
  EXPECT_EQ(verdict(), "confirmed");
}

TEST_F(Watched, WhatIsTakenBeforeItIsGivenOrThroughAnotherObjectOrdersNothing) {
  access(3000, 2, first, kWrite);
  trace.handover(3050, 2, 0x77, PARAUDIT_HANDOVER_GIVE);
  trace.handover(3060, 3, 0x78, PARAUDIT_HANDOVER_TAKE);
  trace.handover(3040, 3, 0x77, PARAUDIT_HANDOVER_TAKE);
  access(3100, 3, second, kWrite);
  EXPECT_EQ(verdict(), "confirmed");
}

TEST_F(Watched, WhatIsHandedOnIsHandedOver) {
  access(3000, 2, first, kWrite);
  trace.handover(3050, 2, 0x77, PARAUDIT_HANDOVER_GIVE);
  trace.handover(3060, 1, 0x77, PARAUDIT_HANDOVER_TAKE);
  trace.handover(3070, 1, 0x79, PARAUDIT_HANDOVER_GIVE);
  trace.handover(3070, 3, 0x79, PARAUDIT_HANDOVER_TAKE);
  access(3100, 3, second, kWrite);
  EXPECT_EQ(verdict(), "consistent");
}

TEST_F(Watched, PhasesOfAGroupOrder) {
  trace.phase(2500, 2, 77, 1);
  trace.phase(2500, 3, 77, 1);
  access(3000, 2, first, kWrite);
  trace.phase(4000, 3, 77, 2);
  access(4100, 3, second, kWrite);
  EXPECT_EQ(verdict(), "consistent");
  trace.phase(4050, 2, 77, 2);
  access(4060, 2, first, kWrite); // beside the other's in the second phase
  EXPECT_EQ(verdict(), "confirmed");
}

TEST_F(Watched, OtherObjectsReadersOneThreadAndAtomicsDoNotRace) {
  access(3000, 2, first, 0);
  access(3000, 3, first, 0);
  access(3000, 2, first, kWrite, {}, 0x2000);
  access(3100, 3, first, kWrite, {}, 0x3000);
  access(3000, 2, first, kWrite | kAtomic, {}, 0x4000);
  access(3100, 3, second, kAtomic, {}, 0x4000);
  EXPECT_EQ(verdict(), "consistent");
  access(3200, 3, second, kWrite, {}, 0x4000);
  EXPECT_EQ(verdict(), "confirmed") << "a plain write against an atomic one";
}

TEST_F(Watched, UntouchedAndNotWatched) {
  Report result = report();
  EXPECT_EQ(result.shared_state.at(0).dynamic, "never_exercised");
  EXPECT_THAT(result.verdict.not_seen, Contains(HasSubstr("1 watched state never exercised")));
  trace = TraceWriter();
  trace.thread(1);
  EXPECT_EQ(verdict(), "not_watched");
}

// What a ledger's invariants are held against.
TEST_F(Watched, KeepsWhatRanBesideAnotherThread) {
  trace.thread_info({1, 100, 0, 0, 1000, 0}, "main");
  trace.thread_info({2, 101, 1, 0, 2000, 7000}, "worker");
  access(1500, 1, first, kWrite);
  access(3000, 1, second, kWrite, {held(7)});
  access(3100, 1, second, kWrite, {held(7)});
  access(7500, 1, first, 0);
  std::vector<WatchedAccess> parallel = report().shared_state.at(0).use.parallel;
  ASSERT_EQ(parallel.size(), 1u);
  EXPECT_EQ(parallel[0].place.line, 20u);
  EXPECT_EQ(parallel[0].access, "write");
  EXPECT_EQ(parallel[0].held.size(), 1u);
}

} // namespace
} // namespace paraudit::reports
