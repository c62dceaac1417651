#include "reports/gate/review.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/gate/issue.h"

namespace paraudit::reports {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// A state, an error, a cycle that was observed.
struct Example {
  Report report;

  Example() {
    StateEntry state;
    state.state.id = "flag";
    state.state.synchronization = "none";
    state.state.reachable_from_parallel = true;
    state.state.accesses = {{}};
    state.state.accesses[0].function = "set";
    state.state.accesses[0].is_write = state.state.accesses[0].is_parallel = true;
    report.shared_state = {state};
    FindingEntry finding;
    finding.finding.check = "paraudit-shared-state";
    finding.finding.severity = "error";
    finding.finding.fingerprint = "f1";
    report.findings = {finding};
    OrderCycle cycle;
    cycle.locks = {"B", "A"};
    cycle.status = CycleStatus::kObserved;
    report.lock_order.cycles = {cycle};
    report.units = 1;
    report.findings_path = "f.json";
  }
};

formats::Baseline baseline_with(std::vector<std::string> fingerprints) {
  formats::Baseline baseline{"b.json", {}};
  for (const std::string& fingerprint : fingerprints)
    baseline.entries.push_back({"check", "a.cpp", fingerprint, "message"});
  return baseline;
}

Budget budget_of(const std::string& limits) {
  return parse_budget("budget.yaml", "schema: paraudit.budget\nversion: '1.0'\nlimits: " + limits + "\n");
}

formats::Ledger ledger_of(const std::string& state) {
  return formats::parse_ledger("l.yaml", "schema: paraudit.ledger\nversion: '1.0'\nstate:\n" + state);
}

TEST(Review, WithoutFilesErrorsAndObservedCyclesFail) {
  Example example;
  review({}, example.report);
  EXPECT_THAT(example.report.verdict.reasons,
              ElementsAre("1 finding at error level", "1 lock-order cycle observed at run time in both orders"));
}

TEST(Review, WhatTheBaselineKnowsDoesNotFail) {
  Example example;
  std::string cycle = cycle_fingerprint(example.report.lock_order.cycles[0]);
  review({.budget = {}, .baseline = baseline_with({"f1", "gone"}), .ledger = {}}, example.report);
  EXPECT_THAT(example.report.verdict.reasons, ElementsAre("1 lock-order cycle observed at run time in both orders that "
                                                          "the baseline does not know"));
  const BaselineReview& baseline = *example.report.review.baseline;
  EXPECT_EQ(baseline.known, 1u);
  ASSERT_EQ(baseline.fresh.size(), 1u);
  EXPECT_EQ(baseline.fresh[0].fingerprint, cycle);
  ASSERT_EQ(baseline.stale.size(), 1u);
  EXPECT_EQ(baseline.stale[0].fingerprint, "gone");
  EXPECT_TRUE(example.report.findings[0].is_known);

  Example other;
  review({.budget = {}, .baseline = baseline_with({"f1", cycle}), .ledger = {}}, other.report);
  EXPECT_TRUE(other.report.verdict.pass);
  EXPECT_TRUE(other.report.lock_order.cycles[0].is_known);
}

TEST(Review, ABudgetDecides) {
  Example example;
  review({.budget = budget_of("{max_new_cycles: 1, max_new_errors: 2}"), .baseline = {}, .ledger = {}}, example.report);
  EXPECT_TRUE(example.report.verdict.pass);
  EXPECT_EQ(example.report.review.budget->checked, 2u);
  review({.budget = budget_of("{max_new_errors: 0}"), .baseline = {}, .ledger = {}}, example.report);
  EXPECT_THAT(example.report.verdict.reasons,
              ElementsAre("findings at error level that the baseline does not know: 2, allowed at most 0"));
  EXPECT_EQ(example.report.review.budget->exceeded.at(0).line, 3u);
}

TEST(Review, TheLedgerIsJoinedAndFailsWhereItIsContradicted) {
  Example example;
  ReviewFiles files{
      .budget = budget_of("{max_undocumented_state: 0}"),
      .baseline = {},
      .ledger = ledger_of("  - {id: flag, decision: freeze, why: set once, invariants: [written-before-threads]}\n"
                          "  - {id: gone, decision: todo}\n")};
  review(files, example.report);
  ASSERT_TRUE(example.report.shared_state[0].decision);
  EXPECT_EQ(example.report.shared_state[0].decision->decision, "freeze");
  EXPECT_THAT(example.report.shared_state[0].decision->invariants, ElementsAre("written only before threads start"));
  const LedgerReview& ledger = *example.report.review.ledger;
  EXPECT_EQ(ledger.entries, 2u);
  EXPECT_EQ(ledger.undecided, 1u);
  std::vector<std::string> kinds;
  for (const LedgerNote& note : ledger.notes)
    kinds.push_back(note.kind);
  EXPECT_THAT(kinds, ElementsAre("stale", "contradicted"));
  EXPECT_THAT(example.report.verdict.reasons, ElementsAre("the program contradicts 1 statement of the ledger"));
  EXPECT_THAT(example.report.review.budget->exceeded, IsEmpty());

  Example undocumented;
  files.ledger = ledger_of("  []\n");
  review(files, undocumented.report);
  EXPECT_THAT(undocumented.report.verdict.reasons, ElementsAre(HasSubstr("that the ledger does not know: 1")));
}

} // namespace
} // namespace paraudit::reports
