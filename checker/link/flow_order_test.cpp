#include "checker/link/flow_order.h"

#include <gtest/gtest.h>

namespace paraudit::link {
namespace {

// One event a block, the event's number the block's.
facts::FunctionFacts function_of(const std::vector<std::vector<facts::BlockId>>& successors) {
  facts::FunctionFacts function;
  function.events.resize(successors.size());
  for (facts::BlockId block = 0; block < successors.size(); ++block) {
    facts::Block& made = function.blocks.emplace_back();
    made.first = block;
    made.count = 1;
    made.successors = successors[block];
  }
  return function;
}

TEST(FlowOrder, FollowsTheBranches) {
  const facts::FunctionFacts branches = function_of({{1, 2}, {3}, {3}, {}});
  EXPECT_TRUE(comes_before(branches, 0, 3));
  EXPECT_FALSE(comes_before(branches, 3, 0));
  EXPECT_FALSE(comes_before(branches, 1, 2)) << "either or";
  EXPECT_FALSE(comes_before(branches, 2, 1));
  EXPECT_FALSE(comes_before(branches, 1, 1));
}

TEST(FlowOrder, ALoopComesBeforeWhatFollowsIt) {
  // 1 decides: the body is 3, and 2 follows the loop.
  const facts::FunctionFacts loop = function_of({{1}, {3, 2}, {}, {1}});
  EXPECT_TRUE(comes_before(loop, 3, 2));
  EXPECT_FALSE(comes_before(loop, 2, 3));
  EXPECT_TRUE(comes_before(loop, 1, 3)) << "in one round";
  EXPECT_FALSE(comes_before(loop, 3, 1));
}

TEST(FlowOrder, OpensLoopsFromOutside) {
  // for (;;) { 2: while (2) 4; 3; }: the inner loop comes before what follows it in the outer one's body.
  const facts::FunctionFacts loops = function_of({{1}, {2, facts::kNone}, {4, 3}, {1}, {2}});
  EXPECT_TRUE(comes_before(loops, 4, 3));
  EXPECT_FALSE(comes_before(loops, 3, 4));
  EXPECT_TRUE(comes_before(loops, 2, 4));
  EXPECT_TRUE(comes_before(loops, 1, 3));
  EXPECT_FALSE(comes_before(loops, 3, 1));
}

} // namespace
} // namespace paraudit::link
