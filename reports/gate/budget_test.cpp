#include "reports/gate/budget.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "formats/located_error.h"

namespace paraudit::reports {
namespace {

using ::testing::HasSubstr;

std::string error_of(const std::string& rest, const std::string& head = "schema: paraudit.budget\nversion: '1.0'\n") {
  try {
    parse_budget("b.yaml", head + rest);
  } catch (const formats::LocatedError& error) {
    return error.what();
  }
  return "";
}

TEST(Budget, ReadsEveryKindOfLimit) {
  Budget budget = parse_budget("b.yaml", R"(schema: paraudit.budget
version: "1.0"
limits:
  max_new_cycles: 0
  min_coverage_percent: 80
locks:
  - name: "Interner::*"
    threads: 4
    max_contended_percent: 0.5
waits:
  - name: join*
    max_wait_ms: 12
scaling:
  - threads: 16
    min_speedup: 8
  - {threads: 2, min_speedup: 1.7, source: measured, configuration: minirc}
)");
  ASSERT_EQ(budget.totals.size(), 2u);
  EXPECT_EQ(budget.totals[1].limit, TotalLimit::kCoverage);
  EXPECT_TRUE(info_of(TotalLimit::kCoverage).is_minimum());
  EXPECT_FALSE(info_of(TotalLimit::kNewCycles).is_minimum());
  ASSERT_EQ(budget.locks.size(), 2u);
  EXPECT_EQ(budget.locks[0].threads, 4u);
  EXPECT_EQ(budget.locks[0].bounds.at(0).bound, 0.5);
  EXPECT_EQ(budget.locks[0].bounds[0].at.line, 9u);
  EXPECT_TRUE(budget.locks[1].of_waits);
  EXPECT_TRUE(budget.speedups.at(0).is_predicted);
  EXPECT_EQ(budget.speedups.at(1).configuration, "minirc");
}

TEST(Budget, ComplaintsNameLineAndColumn) {
  EXPECT_THAT(error_of(""), HasSubstr("sets no limit: nothing would be checked"));
  EXPECT_THAT(error_of("", "schema: paraudit.ledger\nversion: '1.0'\n"),
              HasSubstr("b.yaml:1:9: 'schema' is 'paraudit.ledger'"));
  EXPECT_THAT(error_of("limits:\n  max_new_cycle: 0\n"),
              HasSubstr("b.yaml:4:3: 'limits' has no member 'max_new_cycle'; did you mean 'max_new_cycles'?"));
  EXPECT_THAT(error_of("limits:\n  max_new_cycles: none\n"),
              HasSubstr("b.yaml:4:19: 'max_new_cycles' must be a number, but is 'none'"));
  EXPECT_THAT(error_of("limits:\n  max_new_cycles: -1\n"),
              HasSubstr("b.yaml:4:19: 'max_new_cycles' must not be negative, but is -1"));
  EXPECT_THAT(error_of("locks:\n  - name: a\n    max_contended_percent: 150\n"), HasSubstr("b.yaml:5:28: "));
  EXPECT_THAT(error_of("limits:\n  min_coverage_percent: 101\n"),
              HasSubstr("must be at most 100, as it is in percent, but is 101"));
  EXPECT_THAT(error_of("locks:\n  - name: a\n"), HasSubstr("about 'a' sets no limit"));
  EXPECT_THAT(error_of("locks:\n  - max_wait_ms: 1\n"), HasSubstr("needs a member 'name'"));
  EXPECT_THAT(error_of("scaling:\n  - threads: 1.5\n    min_speedup: 2\n"),
              HasSubstr("b.yaml:4:14: 'threads' must be a whole number"));
  EXPECT_THAT(error_of("scaling:\n  - threads: 99999\n    min_speedup: 2\n"),
              HasSubstr("from 1 to 4096, but is 99999"));
  EXPECT_THAT(error_of("scaling:\n  - threads: 2\n    min_speedup: 2\n    source: guessed\n"),
              HasSubstr("one of: predicted, measured"));
}

} // namespace
} // namespace paraudit::reports
