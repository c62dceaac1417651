#include "reports/gate/evaluate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace paraudit::reports {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Two runs, one contended lock, one declared and exercised pair.
Report example() {
  Report report;
  report.units = 3;
  Run one, four;
  one.threads = 1;
  one.duration = 8000000;
  four.threads = 4;
  four.duration = 2000000;
  four.thread_time = 8000000;
  report.runs = {one, four};
  LockUse lock;
  lock.id = lock.name = "Interner::shard";
  lock.acquisitions = 3000;
  lock.contended = 40;
  lock.wait = {900000, 10, 50000, 80000};
  lock.blame = {{{"w.cpp", 9, "w"}, {"h.cpp", 7, "h"}, 40, 900000}};
  lock.per_run = {{0, 1000, 0, 0}, {1, 2000, 40, 900000}};
  report.locks = {lock};
  report.measured = {{1, 8000000, 1}, {4, 2000000, 1}};
  report.lock_order.static_pairs = 4;
  report.lock_order.exercised = 3;
  PredictedTime at_one, at_sixteen;
  at_one.threads = 1;
  at_one.time = 8000000;
  at_sixteen.threads = 16;
  at_sixteen.time = 1600000;
  at_sixteen.limit = "lock";
  at_sixteen.lock = "Interner::shard";
  report.predictions.emplace_back().predicted = {at_one, at_sixteen};
  return report;
}

std::vector<std::string> violations(const std::string& rest, const Report& input = example()) {
  std::vector<Issue> issues = issues_of(input);
  Budget budget = parse_budget("b.yaml", "schema: paraudit.budget\nversion: '1.0'\n" + rest);
  std::vector<std::string> lines;
  for (const Violation& violation : evaluate(budget, {input, issues}).violations) {
    lines.push_back(std::to_string(violation.at.line) + ": " + violation.message);
    for (const std::string& detail : violation.details)
      lines.back() += "|" + detail;
  }
  return lines;
}

TEST(Evaluate, ALockAtItsThreadCount) {
  EXPECT_THAT(violations("locks: [{name: 'Interner::*', threads: 4, max_contended_percent: 2}]"), IsEmpty());
  EXPECT_THAT(
      violations("locks:\n- name: Interner::shard\n  threads: 4\n  max_contended_percent: 0.5\n"),
      ElementsAre("6: contended share of 'Interner::shard' at 4 threads: 2 %, allowed at most 0.5 %|held at h.cpp:7 "
                  "while waiting at w.cpp:9"));
  EXPECT_THAT(
      violations("locks: [{name: 'Interner::shard', threads: 4, max_wait_ms: 0.8, max_wait_percent: 11}]"),
      ElementsAre(HasSubstr("wait of 'Interner::shard' at 4 threads: 0.9 ms, allowed at most 0.8 ms"),
                  HasSubstr("time spent waiting of 'Interner::shard' at 4 threads: 11.2 %, allowed at most 11 %")));
  EXPECT_THAT(violations("locks: [{name: '*', max_wait_p99_us: 49}]"),
              ElementsAre(HasSubstr("p99 of a wait of 'Interner::shard': 50 us")));
}

TEST(Evaluate, WhatWasNotMeasuredFails) {
  EXPECT_THAT(violations("locks: [{name: 'Nobody', max_wait_ms: 1}]"),
              ElementsAre(HasSubstr("'Nobody' matches no lock of the report: nothing was measured")));
  EXPECT_THAT(violations("locks: [{name: '*', threads: 8, max_wait_ms: 1}]"),
              ElementsAre(HasSubstr("the report holds no run at 8 threads")));
  EXPECT_THAT(violations("locks: [{name: '*', max_hold_mean_us: 1}]"), ElementsAre(HasSubstr("no hold was sampled")));
  EXPECT_THAT(violations("limits: {max_undocumented_state: 0}"),
              ElementsAre(HasSubstr("no ledger was given (--ledger)")));
  EXPECT_THAT(violations("limits: {max_stale_baseline: 0}"), ElementsAre(HasSubstr("no baseline was given")));
  Report empty;
  EXPECT_THAT(violations("limits: {max_new_cycles: 0, max_failed_units: 0, max_dropped_records: 0}", empty),
              ElementsAre(HasSubstr("covers neither"), HasSubstr("without findings"), HasSubstr("no recorded run")));
}

TEST(Evaluate, SpeedUps) {
  EXPECT_THAT(violations("scaling: [{threads: 16, min_speedup: 5}, {threads: 4, min_speedup: 4, source: measured}]"),
              IsEmpty());
  EXPECT_THAT(
      violations("scaling:\n- threads: 16\n  min_speedup: 8\n"),
      ElementsAre("5: predicted speed-up at 16 threads: 5x, allowed at least 8x|limited by lock 'Interner::shard'"));
  EXPECT_THAT(violations("scaling: [{threads: 32, min_speedup: 5}]"),
              ElementsAre(HasSubstr("predicts no time at 1 and at 32 threads")));
  EXPECT_THAT(violations("scaling: [{threads: 4, min_speedup: 5, source: measured, configuration: x}]"),
              ElementsAre(HasSubstr("no configuration 'x'")));
}

TEST(Evaluate, CyclesCoverageAndState) {
  Report input = example();
  OrderCycle cycle;
  cycle.locks = {"B", "A"};
  cycle.status = CycleStatus::kObserved;
  input.lock_order.cycles = {cycle};
  StateEntry state;
  state.state.id = "flag";
  state.state.synchronization = "none";
  state.state.place = {"f.cpp", 3, 1};
  input.shared_state = {state};
  EXPECT_THAT(
      violations(
          "limits: {max_new_cycles: 0, max_observed_cycles: 0, max_unsynchronised_state: 0, min_coverage_percent: 80}",
          input),
      ElementsAre(HasSubstr("lock-order cycles that the baseline does not know: 1, allowed at most 0"),
                  HasSubstr("seen at run time: 1, allowed at most 0"),
                  HasSubstr("nothing synchronises: 1, allowed at most 0|f.cpp:3: 'flag'"),
                  HasSubstr("were exercised: 75 %, allowed at least 80 %")));
}

TEST(Evaluate, ALedgerMakesStateDocumented) {
  Report input = example();
  StateEntry state;
  state.state.id = "flag";
  state.state.synchronization = "none";
  input.shared_state = {state};
  formats::Ledger ledger = formats::parse_ledger("l.yaml", "schema: paraudit.ledger\nversion: '1.0'\n");
  std::vector<Issue> issues;
  Budget budget =
      parse_budget("b.yaml", "schema: paraudit.budget\nversion: '1.0'\nlimits: {max_undocumented_state: 0}\n");
  EXPECT_EQ(evaluate(budget, {input, issues, 0, false, &ledger}).violations.size(), 1u);
  ledger.state.push_back({"flag", "", formats::Decision::kLeave, "", "", "", {}, {}, {}, {}});
  EXPECT_EQ(evaluate(budget, {input, issues, 0, false, &ledger}).violations.size(), 0u);
}

} // namespace
} // namespace paraudit::reports
