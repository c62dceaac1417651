#include "reports/replay/build_program.h"

#include <filesystem>

#include <gtest/gtest.h>

#include "reports/reader/test_directory.h"
#include "reports/reader/trace_reader.h"
#include "reports/reader/trace_writer.h"
#include "reports/replay/simulator.h"

namespace paraudit::reports::replay {
namespace {

constexpr std::uint64_t kStart = 1000;

// A main thread (1) and a pool's worker (2), as the recorder writes them.
class Recorded : public testing::Test {
 protected:
  Recorded() {
    trace.header.policy = PARAUDIT_POLICY_TIMELINE;
    trace.header.end_ticks = kStart + 1000;
    trace.thread_info({1, 100, 0, 0, kStart, 0}, "main");
    trace.thread_info({2, 101, 1, 0, kStart, 0}, "pool worker");
    site = trace.site("a.cpp", 10, "work", 3);
    lock = trace.lock_class("A::lock");
    join = trace.lock_class("", PARAUDIT_OBJECT_JOIN);
    latch = trace.lock_class("A::latch", PARAUDIT_OBJECT_LATCH);
  }

  void task(std::uint32_t thread, std::uint32_t kind, std::uint64_t time, std::uint64_t id) {
    trace.thread(thread).raw(kind, kStart + time, paraudit_task_word(id, 0));
  }
  // The main thread starts task 1 at 100 and waits for it to `end`.
  void root(std::uint64_t end) {
    task(1, PARAUDIT_RECORD_TASK_SPAWN, 100, 1);
    ThreadWriter& main = trace.thread(1);
    main.span(PARAUDIT_RECORD_OBJECT_WAIT, 0, main.slot(site, join), 77, kStart + end + 5, end + 5 - 105);
    task(1, PARAUDIT_RECORD_TASK_JOIN, end + 5, 1);
  }
  Program build() {
    trace.write(directory.path("trace"));
    read_traces(directory.path("trace"), set);
    findings = {};
    paths.emplace("", std::set<std::string>{});
    sites.emplace(findings, *paths);
    table.emplace(findings, *sites);
    run = table->add_run(set.processes[0], {});
    Built built = build_program(run, {.per_hold_ns = 0, .inside = 0});
    EXPECT_EQ(built.problem, "");
    return built.program;
  }
  static std::uint64_t time(const Program& program, unsigned workers) {
    Outcome outcome = simulate(program, {.workers = workers});
    EXPECT_FALSE(outcome.stuck);
    return outcome.time;
  }

  TraceWriter trace{kStart};
  std::uint32_t site, lock, join, latch;
  TestDirectory directory;
  TraceSet set;
  Findings findings;
  std::optional<PathMap> paths;
  std::optional<SiteJoin> sites;
  std::optional<LockTable> table;
  RunJoin run;
};

TEST_F(Recorded, OneTaskTakesAsLongAsItDid) {
  root(600);
  task(2, PARAUDIT_RECORD_TASK_BEGIN, 120, 1);
  ThreadWriter& worker = trace.thread(2);
  worker.hold(worker.slot(site, lock), 9, kStart + 400, 100);
  task(2, PARAUDIT_RECORD_TASK_END, 600, 1);
  Program program = build();
  EXPECT_EQ(program.acquisitions, 1u);
  EXPECT_EQ(time(program, 1), 100u + 480 + 395) << "the worker's start is not computing";
}

TEST_F(Recorded, OpeningTheFirstThreadsRecordingIsNotComputing) {
  root(600);
  trace.thread(1).header.start_ticks = kStart + 90;
  trace.thread(1).header.opening_ticks = 70;
  task(2, PARAUDIT_RECORD_TASK_BEGIN, 120, 1);
  task(2, PARAUDIT_RECORD_TASK_END, 600, 1);
  EXPECT_EQ(time(build(), 1), 30u + 480 + 395);
}

TEST_F(Recorded, ChildrenThatRanInTheirParentRunBesideIt) {
  root(620);
  task(2, PARAUDIT_RECORD_TASK_BEGIN, 120, 1);
  task(2, PARAUDIT_RECORD_TASK_SPAWN, 120, 2);
  task(2, PARAUDIT_RECORD_TASK_BEGIN, 320, 2);
  task(2, PARAUDIT_RECORD_TASK_END, 620, 2);
  task(2, PARAUDIT_RECORD_TASK_JOIN, 620, 2);
  task(2, PARAUDIT_RECORD_TASK_END, 620, 1);
  Program program = build();
  EXPECT_EQ(time(program, 1), 100u + 500 + 375);
  EXPECT_EQ(time(program, 2), 100u + 300 + 375);
}

TEST_F(Recorded, ASuspendedTaskLeavesOutItsWait) {
  root(700);
  task(2, PARAUDIT_RECORD_TASK_BEGIN, 120, 1);
  task(2, PARAUDIT_RECORD_TASK_SPAWN, 130, 2);
  task(2, PARAUDIT_RECORD_TASK_SUSPEND, 150, 1);
  task(2, PARAUDIT_RECORD_TASK_BEGIN, 160, 2);
  ThreadWriter& worker = trace.thread(2);
  worker.span(PARAUDIT_RECORD_OBJECT_SIGNAL, 0, worker.slot(site, latch), 5, kStart + 560, 0);
  task(2, PARAUDIT_RECORD_TASK_END, 600, 2);
  task(2, PARAUDIT_RECORD_TASK_RESUME, 610, 1);
  worker.span(PARAUDIT_RECORD_OBJECT_WAIT, 0, worker.slot(site, latch), 5, kStart + 610, 460);
  task(2, PARAUDIT_RECORD_TASK_JOIN, 620, 2);
  task(2, PARAUDIT_RECORD_TASK_END, 700, 1);
  Program program = build();
  EXPECT_EQ(program.event_signals, (std::vector<std::uint32_t>{1}));
  EXPECT_EQ(time(program, 1), 100u + 30 + 440 + 90 + 295) << "to the wait, the other task, the rest";
  EXPECT_EQ(time(program, 2), 100u + 10 + 440 + 80 + 295)
      << "the other task begins when it was made, and is waited for";
}

TEST_F(Recorded, WaitsOfWhichAWaitIsMadeAreNoOthers) {
  root(600);
  task(2, PARAUDIT_RECORD_TASK_BEGIN, 120, 1);
  ThreadWriter& worker = trace.thread(2);
  std::uint32_t event = worker.slot(site, latch), held = worker.slot(site, lock);
  worker.span(PARAUDIT_RECORD_OBJECT_WAIT, 0, event, 7, kStart + 300, 150);
  worker.hold(held, 9, kStart + 310, 8);
  worker.span(PARAUDIT_RECORD_OBJECT_WAIT, 0, event, 5, kStart + 320, 180);
  task(2, PARAUDIT_RECORD_TASK_END, 600, 1);
  Program program = build();
  EXPECT_EQ(program.acquisitions, 0u);
  EXPECT_EQ(program.unmatched_waits, 1u);
}

TEST_F(Recorded, NestedHoldsKeepTheirOrderAndKeys) {
  root(600);
  task(2, PARAUDIT_RECORD_TASK_BEGIN, 120, 1);
  ThreadWriter& worker = trace.thread(2);
  std::uint32_t slot = worker.slot(site, lock);
  worker.hold(slot, 8, kStart + 300, 50);
  worker.raw(PARAUDIT_RECORD_KEY_HASH, kStart + 400, 1234);
  worker.hold(slot, 9, kStart + 400, 200);
  task(2, PARAUDIT_RECORD_TASK_END, 600, 1);
  Program program = build();
  std::vector<std::pair<OpKind, std::uint64_t>> ops;
  std::uint32_t key = 0;
  for (std::uint32_t at = program.strands.back().first; at < program.strands.back().last; ++at) {
    ops.emplace_back(OpKind(program.ops[at].kind), std::uint64_t{program.ops[at].before});
    key = std::max(key, program.keys[at]);
  }
  using enum OpKind;
  EXPECT_EQ(ops, (std::vector<std::pair<OpKind, std::uint64_t>>{
                     {kAcquire, 80}, {kAcquire, 50}, {kRelease, 50}, {kRelease, 100}, {kEnd, 200}}));
  EXPECT_EQ(key, static_cast<std::uint32_t>(paraudit_mix(1234) >> 32));
}

TEST_F(Recorded, WhatComesAfterTheLastUseElsewhereIsMarked) {
  root(800);
  task(2, PARAUDIT_RECORD_TASK_BEGIN, 120, 1);
  ThreadWriter& worker = trace.thread(2);
  std::uint32_t fills = worker.slot(trace.site("a.cpp", 20, "fill", 3), lock), looks = worker.slot(site, lock);
  worker.hold(looks, 9, kStart + 200, 20);
  worker.hold(fills, 9, kStart + 300, 20);
  worker.hold(looks, 9, kStart + 400, 20);
  worker.hold(looks, 9, kStart + 500, 20);
  std::uint32_t alone = worker.slot(site, trace.lock_class("A::other"));
  worker.hold(alone, 10, kStart + 600, 20);
  task(2, PARAUDIT_RECORD_TASK_END, 800, 1);
  std::vector<bool> marked;
  for (const Op& op : build().ops)
    if (OpKind(op.kind) == OpKind::kAcquire)
      marked.push_back((op.flags & kAfterWrites) != 0);
  EXPECT_EQ(marked, (std::vector<bool>{false, false, true, true, false})) << "a lock of one place is never read alone";
}

TEST_F(Recorded, ATimelineWithHolesIsNotReplayed) {
  root(600);
  trace.thread(1).header.ring_dropped = 3;
  trace.write(directory.path("trace"));
  read_traces(directory.path("trace"), set);
  RunJoin bare;
  bare.trace = &set.processes[0];
  EXPECT_NE(build_program(bare, {}).problem.find("3 records found no room"), std::string::npos);
}

} // namespace
} // namespace paraudit::reports::replay
