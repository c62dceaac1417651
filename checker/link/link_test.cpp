#include "checker/link/components.h"
#include "checker/link/link.h"
#include "checker/link/unit_builder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace paraudit::link {
namespace {

std::vector<std::vector<std::string>> cycle_names(const Program& program) {
  std::vector<std::vector<std::string>> names;
  for (const LockCycle& cycle : program.order->cycles()) {
    std::vector<std::string>& list = names.emplace_back();
    for (const LockEdge* edge : cycle.edges) {
      list.push_back(program.index->locks[edge->before].id);
    }
  }
  return names;
}

std::vector<std::vector<std::string>> cycles_of(std::vector<facts::TuFacts> units) {
  return cycle_names(link_program(std::move(units), {}));
}

using Cycles = std::vector<std::vector<std::string>>;

TEST(Link, FindsInversionAcrossUnitsThroughCalls) {
  UnitBuilder one("one.cpp");
  one.lock("a");
  one.function("f").acquire(one.global("a")).call("g").release(one.global("a"));
  UnitBuilder two("two.cpp");
  two.lock("b");
  two.function("g").acquire(two.global("b")).release(two.global("b"));
  two.function("h").nest(two.global("b"), two.global("a"));
  Program program = link_program({one.build(), two.build()}, {});
  ASSERT_EQ(cycle_names(program), (Cycles{{"a", "b"}}));
  const LockCycle& cycle = program.order->cycles().front();
  // The witness of a -> b goes through the call and ends in the callee's acquisition.
  EXPECT_EQ(cycle.witnesses[0]->acquired.hop->length, 2u);
  EXPECT_EQ(site_of_hop(*program.index, last_hop(*cycle.witnesses[0]->acquired.hop)).file, "/src/two.cpp");
}

TEST(Link, ResultDoesNotDependOnTheOrderOfUnits) {
  std::vector<facts::TuFacts> units;
  for (int i = 0; i < 5; ++i) {
    UnitBuilder unit("u" + std::to_string(i) + ".cpp");
    std::string own = "m" + std::to_string(i), next = "m" + std::to_string((i + 1) % 5);
    unit.lock(own);
    unit.function("f" + std::to_string(i)).nest(unit.global(own), unit.global(next));
    unit.function("shared_header_function").nest(unit.global("m0"), unit.global("m2"));
    units.push_back(unit.build());
  }
  Cycles expected = cycles_of(units);
  EXPECT_FALSE(expected.empty());
  std::mt19937 random(7);
  for (int round = 0; round < 10; ++round) {
    std::shuffle(units.begin(), units.end(), random);
    EXPECT_EQ(cycles_of(units), expected);
  }
}

TEST(Link, ACommonGateLockMakesACycleInfeasible) {
  UnitBuilder unit("u.cpp");
  for (const char* name : {"a", "b", "gate"}) {
    unit.lock(name);
  }
  facts::PathId a = unit.global("a"), b = unit.global("b"), gate = unit.global("gate");
  unit.function("f").acquire(gate).nest(a, b).release(gate);
  unit.function("g").acquire(gate).nest(b, a).release(gate);
  EXPECT_EQ(cycles_of({unit.build()}), Cycles());
  unit.function("h").nest(b, a);
  EXPECT_EQ(cycles_of({unit.build()}).size(), 1u);
}

TEST(Link, ATryDoesNotCloseACycle) {
  UnitBuilder unit("u.cpp");
  unit.lock("a");
  unit.lock("b");
  facts::PathId a = unit.global("a"), b = unit.global("b");
  unit.function("f").nest(a, b);
  unit.function("g").acquire(b).acquire(a, facts::Mode::kExclusive, true).release(a).release(b);
  EXPECT_EQ(cycles_of({unit.build()}), Cycles());
}

TEST(Link, ReadersOnBothSidesOfALockDoNotBlock) {
  for (facts::Mode mode : {facts::Mode::kShared, facts::Mode::kExclusive}) {
    UnitBuilder unit("u.cpp");
    unit.lock("a", facts::LockKind::kSharedMutex);
    unit.lock("b");
    facts::PathId a = unit.global("a"), b = unit.global("b");
    unit.function("f").acquire(a, facts::Mode::kShared).acquire(b).release(b).release(a, facts::Mode::kShared);
    unit.function("g").acquire(b).acquire(a, mode).release(a, mode).release(b);
    EXPECT_EQ(cycles_of({unit.build()}).size(), mode == facts::Mode::kShared ? 0u : 1u);
  }
}

TEST(Link, SubstitutesActualsForLockParameters) {
  UnitBuilder callee("callee.cpp");
  callee.function("take").acquire(callee.parameter(0)).release(callee.parameter(0));
  callee.function("take_both").nest(callee.parameter(0), callee.parameter(1));
  UnitBuilder caller("caller.cpp");
  caller.lock("a");
  caller.lock("b");
  facts::PathId a = caller.global("a"), b = caller.global("b");
  caller.function("again").acquire(a).call("take", {a}).release(a);
  caller.function("other").acquire(a).call("take", {b}).release(a);
  caller.function("swapped").call("take_both", {b, a});
  Program program = link_program({callee.build(), caller.build()}, {});
  ASSERT_EQ(program.order->self_deadlocks().size(), 1u);
  EXPECT_EQ(program.index->functions[program.order->self_deadlocks()[0]->function].facts->name, "again");
  EXPECT_EQ(cycle_names(program), (Cycles{{"a", "b"}}));
}

TEST(Link, HelpersThatReturnHoldingAreAcquisitionsOfTheirCaller) {
  UnitBuilder helpers("helpers.cpp");
  helpers.lock("heap");
  helpers.function("enter").acquire(helpers.global("heap"));
  helpers.function("leave").release(helpers.global("heap"));
  UnitBuilder user("user.cpp");
  user.lock("roots");
  user.function("collect").call("enter").acquire(user.global("roots")).release(user.global("roots")).call("leave");
  user.function("apart").call("enter").call("leave").acquire(user.global("roots")).release(user.global("roots"));
  Program program = link_program({helpers.build(), user.build()}, {});
  ASSERT_EQ(program.order->edges().size(), 1u);
  const LockEdge& edge = program.order->edges().front();
  EXPECT_EQ(program.index->locks[edge.before].id, "heap");
  EXPECT_EQ(edge.pairs.size(), 1u);
}

TEST(Link, RecursionEnds) {
  UnitBuilder unit("u.cpp");
  unit.lock("a");
  unit.lock("b");
  facts::PathId a = unit.global("a"), b = unit.global("b");
  unit.function("f").acquire(a).call("g").release(a);
  unit.function("g").acquire(b).release(b).call("f");
  Program program = link_program({unit.build()}, {});
  // f holds a, calls g, which calls f again.
  EXPECT_EQ(program.order->self_deadlocks().size(), 1u);
}

// Both orders on the main thread, the second one where `after_join` says.
Cycles cycles_around_a_thread(bool after_join) {
  UnitBuilder unit("main.cpp");
  unit.lock("a");
  unit.lock("b");
  facts::PathId a = unit.global("a"), b = unit.global("b"), handle = unit.global("handle");
  unit.function("work").nest(a, b);
  unit.function("main").start_thread("work", handle);
  if (after_join) {
    unit.join(handle).nest(b, a);
  } else {
    unit.nest(b, a).join(handle);
  }
  return cycles_of({unit.build()});
}

TEST(Link, CodeAfterTheJoinHasNoPartner) {
  EXPECT_EQ(cycles_around_a_thread(false).size(), 1u);
  EXPECT_EQ(cycles_around_a_thread(true).size(), 0u);
}

TEST(Link, ParallelEntryPatternsReportWhatMatchesNothing) {
  UnitBuilder unit("main.cpp");
  unit.function("main").call("compile_function");
  unit.function("compile_function");
  Program program = link_program({unit.build()}, {{"^compile_function$", "nothing_like_this"}, {}, nullptr});
  ASSERT_EQ(program.contexts->entries().size(), 1u);
  EXPECT_TRUE(program.contexts->entries()[0].many);
  EXPECT_EQ(program.contexts->unmatched_patterns(), (std::vector<std::string>{"nothing_like_this"}));
}

std::vector<std::vector<bool>> reachability(const std::vector<std::vector<uint32_t>>& edges) {
  size_t count = edges.size();
  std::vector<std::vector<bool>> reach(count, std::vector<bool>(count));
  for (size_t i = 0; i < count; ++i) {
    for (uint32_t next : edges[i]) {
      reach[i][next] = true;
    }
  }
  for (size_t k = 0; k < count; ++k) {
    for (size_t i = 0; i < count; ++i) {
      for (size_t j = 0; j < count && reach[i][k]; ++j) {
        reach[i][j] = reach[i][j] || reach[k][j];
      }
    }
  }
  return reach;
}

std::vector<std::vector<uint32_t>> random_graph(std::mt19937& random, size_t count, size_t edges) {
  std::vector<std::vector<uint32_t>> graph(count);
  for (size_t i = 0; i < edges; ++i) {
    uint32_t from = random() % count, to = random() % count;
    if (from != to && std::find(graph[from].begin(), graph[from].end(), to) == graph[from].end()) {
      graph[from].push_back(to);
    }
  }
  return graph;
}

TEST(Components, AgreeWithReachability) {
  std::mt19937 random(11);
  for (int round = 0; round < 200; ++round) {
    auto graph = random_graph(random, 8, 10);
    auto reach = reachability(graph);
    auto components = strong_components(graph);
    std::vector<size_t> position(graph.size());
    for (size_t i = 0; i < components.size(); ++i) {
      for (uint32_t node : components[i]) {
        position[node] = i;
      }
    }
    for (size_t a = 0; a < graph.size(); ++a) {
      for (size_t b = 0; b < graph.size(); ++b) {
        bool together = a == b || (reach[a][b] && reach[b][a]);
        EXPECT_EQ(position[a] == position[b], together);
        EXPECT_TRUE(!reach[a][b] || position[b] <= position[a]) << "callees come first";
      }
    }
  }
}

// Against brute force: a cycle is reported exactly where the graph has one, each is a cycle of the graph, and every
// edge that lies on a cycle of two is explained by a cycle of two.
TEST(LockOrder, AgreesWithBruteForceOnRandomGraphs) {
  std::mt19937 random(23);
  for (int round = 0; round < 150; ++round) {
    auto graph = random_graph(random, 6, 8);
    UnitBuilder unit("u.cpp");
    for (size_t i = 0; i < graph.size(); ++i) {
      unit.lock("m" + std::to_string(i));
    }
    std::set<std::pair<std::string, std::string>> edges;
    for (size_t i = 0; i < graph.size(); ++i) {
      for (uint32_t next : graph[i]) {
        std::string from = "m" + std::to_string(i), to = "m" + std::to_string(next);
        unit.function("f_" + from + to).nest(unit.global(from), unit.global(to));
        edges.insert({from, to});
      }
    }
    auto reach = reachability(graph);
    bool is_cyclic = false;
    for (size_t i = 0; i < graph.size(); ++i) {
      is_cyclic |= reach[i][i];
    }
    Cycles cycles = cycles_of({unit.build()});
    EXPECT_EQ(!cycles.empty(), is_cyclic);
    std::set<std::pair<std::string, std::string>> in_pairs;
    for (const std::vector<std::string>& cycle : cycles) {
      for (size_t i = 0; i < cycle.size(); ++i) {
        EXPECT_TRUE(edges.contains({cycle[i], cycle[(i + 1) % cycle.size()]}));
      }
      if (cycle.size() == 2) {
        in_pairs.insert({cycle[0], cycle[1]});
      }
    }
    for (const auto& [from, to] : edges) {
      if (from < to && edges.contains({to, from})) {
        EXPECT_TRUE(in_pairs.contains({from, to}));
      }
    }
  }
}

} // namespace
} // namespace paraudit::link
