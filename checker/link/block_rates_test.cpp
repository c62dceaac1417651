#include "checker/link/block_rates.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace paraudit::link {
namespace {

using facts::BlockId;
using ::testing::ElementsAre;

std::vector<BlockRate> rates_of(const std::vector<std::vector<BlockId>>& successors) {
  facts::FunctionFacts function;
  for (const std::vector<BlockId>& next : successors) {
    function.blocks.emplace_back().successors = next;
  }
  return block_rates(function);
}

std::vector<double> numbers(const std::vector<BlockRate>& rates) {
  std::vector<double> result;
  for (const BlockRate& one : rates) {
    result.push_back(one.rate);
  }
  return result;
}

TEST(BlockRates, ABranchSplitsAndAJoinAddsUp) {
  EXPECT_THAT(numbers(rates_of({{1, 2}, {3}, {3}, {}})), ElementsAre(1, 0.5, 0.5, 1));
}

TEST(BlockRates, AnInfeasibleSideTakesNothing) {
  EXPECT_THAT(numbers(rates_of({{facts::kNone, 1}, {}})), ElementsAre(1, 1));
}

// while (a) { if (b) c; } d
TEST(BlockRates, ALoopRunsEightRoundsAndIsLeftOnce) {
  std::vector<BlockRate> rates = rates_of({{1}, {2, 5}, {3, 4}, {4}, {1}, {}});
  EXPECT_THAT(numbers(rates), ElementsAre(1, 8, 8, 4, 8, 1));
  EXPECT_EQ(rates[0].header, facts::kNone);
  EXPECT_EQ(rates[3].header, 1u);
}

// for (a) for (b) c; with a break out of the inner loop.
TEST(BlockRates, LoopsMultiplyAndABreakDoesNotStarveTheRest) {
  std::vector<BlockRate> rates = rates_of({{1}, {2, 6}, {3, 5}, {4, 5}, {2}, {1}, {}});
  EXPECT_THAT(numbers(rates), ElementsAre(1, 8, 64, 64, 64, 8, 1));
  EXPECT_EQ(rates[4].header, 2u);
  EXPECT_EQ(rates[5].header, 1u);
}

TEST(BlockRates, ABodyBeforeItsTestIsALoop) {
  EXPECT_THAT(numbers(rates_of({{1}, {1, 2}, {}})), ElementsAre(1, 8, 1));
}

TEST(BlockRates, WhatIsNeverReachedDoesNotRun) {
  EXPECT_THAT(numbers(rates_of({{2}, {2}, {}})), ElementsAre(1, 0, 1));
}

TEST(BlockRates, AnEventIsInItsBlock) {
  facts::FunctionFacts function;
  function.blocks.resize(3);
  function.blocks[0].count = 2;
  function.blocks[1].first = function.blocks[2].first = 2;
  function.blocks[2].count = 1;
  EXPECT_EQ(block_of(function, 1), 0u);
  EXPECT_EQ(block_of(function, 2), 2u);
  EXPECT_EQ(block_of(function, 3), facts::kNone);
}

} // namespace
} // namespace paraudit::link
