#include "reports/gate/issue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "formats/fingerprint.h"

namespace paraudit::reports {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

OrderCycle cycle(std::vector<std::string> locks, CycleStatus status) {
  OrderCycle cycle;
  cycle.locks = std::move(locks);
  cycle.status = status;
  for (const std::string& lock : cycle.locks)
    cycle.threads.push_back({"thread " + lock, {{"thread " + lock, "acquired", {lock + ".cpp", 3, 0}, {}}}});
  return cycle;
}

TEST(Issue, ACycleIsTheSameFromWhereverItIsTold) {
  Report report;
  report.lock_order.cycles = {cycle({"C", "A", "B"}, CycleStatus::kObserved)};
  std::vector<Issue> issues = issues_of(report);
  ASSERT_EQ(issues.size(), 1u);
  EXPECT_EQ(issues[0].fingerprint,
            formats::fingerprint(formats::identity_text("paraudit-lock-order-inversion", {"A", "B", "C"}), 0));
  EXPECT_EQ(issues[0].place.file, "A.cpp");
  EXPECT_THAT(issues[0].message, HasSubstr("'A' -> 'B' -> 'C' -> 'A'"));
  EXPECT_EQ(issues[0].level, IssueLevel::kError);
}

TEST(Issue, AFindingStandsForItsCycle) {
  Report report;
  Finding finding;
  finding.check = "paraudit-lock-order-inversion";
  finding.severity = "error";
  finding.message = "m";
  finding.fingerprint = formats::fingerprint(formats::identity_text(finding.check, {"A", "B"}), 0);
  finding.trace = {{"1", "x", {}, {}}, {"2", "y", {}, {}}, {"1", "z", {}, {}}};
  report.findings = {{finding, ""}};
  report.lock_order.cycles = {cycle({"B", "A"}, CycleStatus::kObserved)};
  std::vector<Issue> issues = issues_of(report);
  ASSERT_EQ(issues.size(), 1u);
  EXPECT_EQ(issues[0].message, "m (seen at run time)");
  ASSERT_EQ(issues[0].threads.size(), 2u);
  EXPECT_EQ(issues[0].threads[0].steps.size(), 2u);
}

TEST(Issue, TheBaselineKnowsByFingerprint) {
  Report report;
  report.lock_order.cycles = {cycle({"A", "B"}, CycleStatus::kPossible), cycle({"C", "D"}, CycleStatus::kPossible)};
  std::vector<Issue> issues = issues_of(report);
  formats::Baseline baseline{"b", baseline_of(issues)};
  baseline.entries.erase(baseline.entries.begin());
  baseline.entries.push_back({"c", "f", std::string(32, '0'), "gone"});
  std::vector<formats::BaselineEntry> stale = apply_baseline(baseline, issues);
  ASSERT_EQ(stale.size(), 1u);
  EXPECT_EQ(stale[0].message, "gone");
  EXPECT_FALSE(issues[0].is_known);
  EXPECT_TRUE(issues[1].is_known);
}

} // namespace
} // namespace paraudit::reports
