#include "reports/analysis/cycle_search.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <random>
#include <set>

namespace paraudit::reports {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(CycleSearch, FindsTheSmallestCycleThroughEachEdge) {
  Adjacency graph{{1, {2}}, {2, {1, 3}}, {3, {4}}, {4, {2}}, {5, {1}}};
  EXPECT_THAT(smallest_cycles(graph, 10).cycles, ElementsAre(Cycle{1, 2}, Cycle{2, 3, 4}));
  EXPECT_THAT(cyclic_components(graph), ElementsAre(std::vector<std::size_t>{1, 2, 3, 4}));
}

TEST(CycleSearch, KnowsSelfEdgesAndAcyclicGraphs) {
  EXPECT_THAT(smallest_cycles({{1, {1, 2}}, {2, {3}}}, 10).cycles, ElementsAre(Cycle{1}));
  EXPECT_THAT(smallest_cycles({{1, {2, 3}}, {2, {3}}}, 10).cycles, IsEmpty());
}

TEST(CycleSearch, KeepsTheShortestUpToTheLimit) {
  EXPECT_THAT(smallest_cycles({{1, {2, 3}}, {2, {1}}, {3, {4}}, {4, {1}}, {5, {5}}}, 2).cycles,
              ElementsAre(Cycle{5}, Cycle{1, 2}));
}

TEST(CycleSearch, SaysWhenItDidNotLookAtAll) {
  EXPECT_TRUE(smallest_cycles({{1, {2}}, {2, {1}}}, 1).complete);
  EXPECT_FALSE(smallest_cycles({{1, {2}}, {2, {1}}, {3, {3}}}, 1).complete);
  Adjacency everything;
  for (std::size_t from = 0; from < 300; ++from)
    for (std::size_t to = 0; to < 300; ++to)
      everything[from].push_back(to);
  CycleList list = smallest_cycles(everything, 1000);
  EXPECT_FALSE(list.complete);
  EXPECT_EQ(list.cycles.size(), 1000u);
}

bool reaches(const Adjacency& graph, std::size_t from, std::size_t to) {
  std::set<std::size_t> seen;
  std::vector<std::size_t> pending{from};
  while (!pending.empty()) {
    std::size_t node = pending.back();
    pending.pop_back();
    auto it = graph.find(node);
    if (it == graph.end())
      continue;
    for (std::size_t next : it->second) {
      if (next == to)
        return true;
      if (seen.insert(next).second)
        pending.push_back(next);
    }
  }
  return false;
}

// Two nodes are in one component exactly when each reaches the other.
TEST(CycleSearch, ComponentsAgreeWithReachability) {
  std::mt19937 random(7);
  for (int round = 0; round < 50; ++round) {
    Adjacency graph;
    for (int edge = 0; edge < 14; ++edge)
      graph[random() % 10].push_back(random() % 10);
    std::map<std::size_t, std::size_t> component;
    auto components = cyclic_components(graph);
    for (std::size_t i = 0; i < components.size(); ++i)
      for (std::size_t node : components[i])
        component[node] = i;
    for (std::size_t a = 0; a < 10; ++a) {
      EXPECT_EQ(component.count(a) == 1, reaches(graph, a, a));
      for (std::size_t b = 0; b < 10; ++b)
        if (component.count(a) && component.count(b)) {
          EXPECT_EQ(component[a] == component[b], reaches(graph, a, b) && reaches(graph, b, a));
        }
    }
  }
}

TEST(CycleSearch, IsNotRecursive) {
  Adjacency chain;
  for (std::size_t i = 0; i < 30000; ++i)
    chain[i] = {i + 1};
  EXPECT_THAT(smallest_cycles(chain, 10).cycles, IsEmpty());
}

} // namespace
} // namespace paraudit::reports
