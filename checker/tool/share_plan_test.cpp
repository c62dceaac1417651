// Plans of shared parses: who parses which headers how often, compared with what the units include.
#include "checker/tool/share_plan.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

namespace paraudit::tool {
namespace {

// Every unit of a node includes all headers down to it, none twice, and is in one node only.
void expect_valid(const ShareNode& node, std::set<HeaderId> above, const std::vector<ShareUnit>& units,
                  std::set<std::size_t>& seen) {
  EXPECT_FALSE(node.headers.empty());
  for (HeaderId header : node.headers) {
    EXPECT_TRUE(above.insert(header).second);
  }
  for (std::size_t unit : node.units) {
    EXPECT_TRUE(seen.insert(unit).second);
    std::set<HeaderId> included(units[unit].headers.begin(), units[unit].headers.end());
    EXPECT_TRUE(std::includes(included.begin(), included.end(), above.begin(), above.end()));
  }
  for (const ShareNode& child : node.children) {
    expect_valid(child, above, units, seen);
  }
}

TEST(SharePlan, WhatAllIncludeIsParsedOnce) {
  std::vector<ShareUnit> units{{0, {0, 1, 2}}, {1, {0, 1}}, {2, {0, 1, 3}}};
  std::vector<ShareNode> roots = plan_sharing(units, {100, 100, 100, 100}, 100);
  ASSERT_EQ(roots.size(), 1u);
  EXPECT_EQ(roots[0].headers, (std::vector<HeaderId>{0, 1}));
  EXPECT_EQ(std::set<std::size_t>(roots[0].units.begin(), roots[0].units.end()), (std::set<std::size_t>{0, 1, 2}));
  EXPECT_TRUE(roots[0].children.empty());
}

TEST(SharePlan, HeadersFollowThoseThatTheyInclude) {
  // Header 2 includes 0 and 1: wherever it is, they are.
  std::vector<ShareUnit> units{{0, {0, 1, 2}}, {1, {1, 0, 2}}, {2, {1}}, {3, {1}}};
  std::vector<ShareNode> roots = plan_sharing(units, {100, 100, 100}, 100);
  ASSERT_EQ(roots.size(), 1u);
  EXPECT_EQ(roots[0].headers, (std::vector<HeaderId>{1}));
  ASSERT_EQ(roots[0].children.size(), 1u);
  EXPECT_EQ(roots[0].children[0].headers, (std::vector<HeaderId>{0, 2}));
}

TEST(SharePlan, TooLittleIsNotShared) {
  std::vector<ShareUnit> units{{0, {0}}, {1, {0}}, {2, {1}}};
  EXPECT_TRUE(plan_sharing(units, {10, 1000}, 100).empty());
}

TEST(SharePlan, RandomPlansAreValid) {
  std::mt19937 random(7);
  for (int round = 0; round < 50; ++round) {
    std::vector<ShareUnit> units;
    for (std::size_t unit = 0; unit < 20; ++unit) {
      units.push_back({unit, {}});
      for (HeaderId header = 0; header < 15; ++header) {
        if (random() % 15 >= header) {
          units.back().headers.push_back(header);
        }
      }
    }
    std::set<std::size_t> seen;
    for (const ShareNode& root : plan_sharing(units, std::vector<std::uint64_t>(15, 50), 100)) {
      expect_valid(root, {}, units, seen);
    }
    EXPECT_GE(seen.size(), 2u);
  }
}

} // namespace
} // namespace paraudit::tool
