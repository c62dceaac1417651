#include "reports/gate/diff.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <nlohmann/json.hpp>

namespace paraudit::reports {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

ReportFile file(std::vector<Ns> durations, std::uint64_t contended = 10) {
  ReportFile file;
  LockUse lock;
  lock.id = lock.name = "L";
  for (Ns duration : durations) {
    Run run;
    run.configuration = "prog";
    run.threads = 4;
    run.duration = duration;
    run.ended = true;
    lock.per_run.push_back({file.report.runs.size(), 1000 + duration % 7, contended, duration / 10});
    file.report.runs.push_back(run);
  }
  file.report.locks = {lock};
  return file;
}

OrderEdge edge(const std::string& before, const std::string& after) {
  OrderEdge edge;
  edge.before = before;
  edge.after = after;
  return edge;
}

const NumberChange& time_of(const ReportDiff& diff) {
  for (const NumberChange& change : diff.numbers)
    if (change.metric == "time")
      return change;
  throw std::runtime_error("no time");
}

TEST(Diff, TimesComeFirst) {
  ReportDiff diff = diff_reports({file({700000, 770000, 735000, 840000})}, {file({700006, 770006, 735006, 840006})});
  ASSERT_GT(diff.numbers.size(), 1u);
  for (const NumberChange& change : diff.numbers)
    ASSERT_EQ(change.kind, diff.numbers[0].kind);
  EXPECT_EQ(diff.numbers[0].metric, "time") << "the contended share differs by more";
}

TEST(Diff, AShiftIsWorseNoiseIsNot) {
  ReportDiff slower = diff_reports({file({1000000, 1010000, 1020000}), file({1030000, 1005000})},
                                   {file({1200000, 1210000, 1190000, 1230000, 1250000})});
  EXPECT_EQ(time_of(slower).kind, ChangeKind::kWorse);
  EXPECT_EQ(time_of(slower).base_runs, 5u);
  EXPECT_TRUE(slower.is_worse());
  EXPECT_THAT(diff_text(slower),
              HasSubstr("worse: time of prog at 4 threads: 1.01 ms -> 1.21 ms (+19.8 %; 5 against 5 runs, p = 0.008)"));
  EXPECT_EQ(
      time_of(diff_reports({file({1000000, 1100000, 1050000, 1200000})}, {file({1010000, 1110000, 1040000, 1190000})}))
          .kind,
      ChangeKind::kNoise);
  // Certain, but small.
  EXPECT_EQ(
      time_of(diff_reports({file({1000001, 1000002, 1000003, 1000004})}, {file({1000005, 1000006, 1000007, 1000008})}))
          .kind,
      ChangeKind::kNoise);
  EXPECT_EQ(
      time_of(diff_reports({file({2000000, 2000001, 2000002, 2000003})}, {file({1000005, 1000006, 1000007, 1000008})}))
          .kind,
      ChangeKind::kBetter);
}

TEST(Diff, TooFewRunsTellNothing) {
  ReportDiff diff = diff_reports({file({1000000})}, {file({9000000})});
  EXPECT_EQ(time_of(diff).kind, ChangeKind::kTooFew);
  EXPECT_FALSE(diff.is_worse());
  EXPECT_THAT(diff_text(diff), HasSubstr("too few runs: time of prog at 4 threads: 1 ms -> 9 ms (+800.0 %; 1 against 1 "
                                         "runs: at least 4 of each tell"));
}

TEST(Diff, NamesWhatCameAndWent) {
  ReportFile base = file({}), now = file({});
  base.report.lock_order.edges = {edge("A", "B")};
  now.report.lock_order.edges = {edge("A", "C")};
  OrderCycle cycle;
  cycle.locks = {"A", "C"};
  cycle.status = CycleStatus::kPossible;
  now.report.lock_order.cycles = {cycle};
  ReportDiff diff = diff_reports({base}, {now});
  EXPECT_TRUE(diff.is_worse());
  EXPECT_THAT(diff.pairs.added, ElementsAre("'A' -> 'C'"));
  EXPECT_THAT(diff.pairs.removed, ElementsAre("'A' -> 'B'"));
  EXPECT_THAT(diff_text(diff), HasSubstr("+ warning: possible lock-order cycle"));
  EXPECT_THAT(diff_markdown(diff), HasSubstr("- **new** warning: possible lock-order cycle"));
  EXPECT_EQ(nlohmann::json::parse(diff_json(diff))["findings"]["new"].size(), 1u);
  EXPECT_FALSE(diff_reports({now}, {now}).is_worse());
  EXPECT_EQ(diff_reports({now}, {base}).fixed_issues.size(), 1u);
}

// One finding, checked in two units by two checks; one run.
ReportFile looked() {
  ReportFile side = file({1000});
  Report& report = side.report;
  report.recorder.acquisitions = 1000;
  report.units = 2;
  report.functions = 9;
  report.checks = {"paraudit-a", "paraudit-b"};
  FindingEntry entry;
  entry.finding.check = "paraudit-a";
  entry.finding.fingerprint = "f";
  entry.finding.message = "m";
  entry.finding.severity = "warning";
  report.findings = {entry};
  StateEntry state;
  state.state.id = "s";
  report.shared_state = {state};
  return side;
}

ReportDiff without_finding(const std::function<void(Report&)>& change) {
  ReportFile now = looked();
  now.report.findings.clear();
  now.report.shared_state.clear();
  change(now.report);
  return diff_reports({looked()}, {now});
}

TEST(Diff, WhatNobodyLookedAtIsNotMended) {
  ReportDiff mended = without_finding([](Report&) {});
  EXPECT_EQ(mended.fixed_issues.size(), 1u);
  EXPECT_TRUE(mended.is_decided());
  EXPECT_THAT(mended.state.removed, ElementsAre(HasSubstr("'s'")));
  const std::function<void(Report&)> blind[] = {
      [](Report& report) { report.units = 0; },
      [](Report& report) { report.units_failed = 2; },
      [](Report& report) { report.units_failed = 1; },
      [](Report& report) { report.functions = 0; },
      [](Report& report) { report.checks = {"paraudit-b"}; },
  };
  for (const auto& change : blind) {
    ReportDiff diff = without_finding(change);
    EXPECT_TRUE(diff.fixed_issues.empty());
    EXPECT_EQ(diff.unseen_issues.size(), 1u);
    EXPECT_EQ(diff.not_seen.size(), 1u);
    EXPECT_FALSE(diff.is_decided());
    EXPECT_FALSE(diff.is_worse());
    EXPECT_THAT(diff_text(diff), HasSubstr("CANNOT TELL"));
    EXPECT_THAT(diff_markdown(diff), HasSubstr("cannot tell"));
    EXPECT_FALSE(nlohmann::json::parse(diff_json(diff))["decided"]);
  }
  EXPECT_TRUE(without_finding(blind[0]).state.removed.empty());
}

TEST(Diff, ANewSideWithoutRunsDoesNotTellOfRuns) {
  ReportFile now = looked();
  now.report.runs.clear();
  ReportDiff diff = diff_reports({looked()}, {now});
  EXPECT_TRUE(diff.lost_sight);
  EXPECT_FALSE(diff.is_decided());
  EXPECT_THAT(diff.not_seen, ElementsAre(HasSubstr("the new side looked at no run")));
  EXPECT_TRUE(diff_reports({now}, {looked()}).is_decided());
}

} // namespace
} // namespace paraudit::reports
