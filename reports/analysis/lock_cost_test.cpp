#include "reports/analysis/lock_cost.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace paraudit::reports {
namespace {

HandOvers threads(const std::vector<std::uint64_t>& acquisitions) {
  HandOvers all;
  for (std::uint64_t count : acquisitions)
    all.add_thread(count);
  return all;
}

TEST(HandOvers, FollowFromTheThreadsShares) {
  EXPECT_EQ(threads({}).expected(), 0u);
  EXPECT_EQ(threads({1000}).expected(), 0u) << "nobody else has it";
  EXPECT_EQ(threads({500, 500}).expected(), 500u);
  EXPECT_EQ(threads({250, 250, 250, 250}).expected(), 750u);
  EXPECT_EQ(threads({900, 100}).expected(), 180u) << "1000 - (810000 + 10000) / 1000";
}

LockUse lock(std::uint64_t acquisitions, std::uint64_t handed_over, Ns waits) {
  LockUse use;
  use.acquisitions = acquisitions;
  use.per_run = {{.run = 0, .acquisitions = acquisitions, .handed_over = handed_over}};
  use.wait.total = waits;
  return use;
}

TEST(LockCosts, ABusyLockThatNobodyWaitsForIsDearerThanARareOneThatOnesWaitedFor) {
  Report report;
  report.runs.resize(2);
  report.runs[0].thread_time = 2 * 1000;
  report.runs[1].thread_time = 500;
  report.locks = {lock(10, 5, 300), lock(100, 40, 0)};
  TraceSet traces;
  traces.processes.resize(2);
  traces.processes[1].calibration = {.bare_ns = 1, .recorded_ns = 1, .acquisition_ns = 10, .transfer_ns = 20};
  add_lock_costs(traces, report);
  EXPECT_TRUE(report.lock_costs.measured);
  EXPECT_THAT(report.lock_costs.dearest, testing::ElementsAre(1, 0));
  EXPECT_EQ(report.locks[0].cost.total(), 300u + 10 * 10 + 5 * 20);
  EXPECT_EQ(report.locks[1].cost.waits, 0u);
  EXPECT_EQ(report.locks[1].cost.operations, 1000u);
  EXPECT_EQ(report.locks[1].cost.transfers, 800u);
  EXPECT_EQ(report.lock_costs.thread_time, 2 * 1000u + 500);
}

} // namespace
} // namespace paraudit::reports
