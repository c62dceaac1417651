#include "minicompiler/query/table.h"

#include <atomic>
#include <cstdlib>
#include <gtest/gtest.h>
#include <map>
#include <random>
#include <runtime/parallel/par.h>
#include <runtime/sync/mode.h>
#include <set>

namespace minirc::query {

namespace {

using Table = QueryTable<int, long>;

class QueryTest : public testing::Test {
 protected:
  void SetUp() override {
    paraudit::reset_mode_for_test();
    paraudit::set_mode(paraudit::SyncMode::kSync);
  }
  static long no_cycle(const int&) { return -1; }
  static bool full() { return std::getenv("PARAUDIT_QUERY_FULL") != nullptr; }
};

class EachCache : public QueryTest, public testing::WithParamInterface<bool> {};

TEST_P(EachCache, EachProviderRunsOnceForManyThreads) {
  const int keys = full() ? 100000 : 2000;
  std::vector<std::atomic<int>> runs(static_cast<std::size_t>(keys));
  WaitGraph graph;
  Table table(
      1, graph, {.shards = 32, .dense = GetParam()},
      [&](const int& key) {
        runs[static_cast<std::size_t>(key)]++;
        return static_cast<long>(key) * 3;
      },
      no_cycle);
  paraudit::WorkerPool pool({.threads = 64});
  pool.install([&] {
    std::vector<int> tasks(64);
    paraudit::par_for_each_in("hammer", tasks, [&](int&) {
      for (int key = 0; key < keys; key++)
        EXPECT_EQ(table.get(key), key * 3L);
    });
  });
  for (int key = 0; key < keys; key++)
    ASSERT_EQ(runs[static_cast<std::size_t>(key)], 1) << key;
}

INSTANTIATE_TEST_SUITE_P(Kinds, EachCache, testing::Bool(),
                         [](const auto& kind) { return kind.param ? "Dense" : "Sharded"; });

TEST_F(QueryTest, ASecondQuestionIsAHit) {
  int runs = 0;
  WaitGraph graph;
  Table table(1, graph, {.shards = 1}, [&](const int&) { return static_cast<long>(++runs); }, no_cycle);
  EXPECT_EQ(&table.get(7), &table.get(7));
  EXPECT_EQ(runs, 1);
}

TEST_F(QueryTest, FailuresReachEverybodyWhoAsks) {
  WaitGraph graph;
  Table table(1, graph, {.shards = 4}, [](const int&) -> long { throw std::runtime_error("broken"); }, no_cycle);
  paraudit::WorkerPool pool({.threads = 8});
  std::atomic<int> failures = 0;
  pool.install([&] {
    std::vector<int> tasks(32);
    paraudit::par_for_each_in("ask", tasks, [&](int&) {
      try {
        table.get(1);
      } catch (const std::runtime_error& error) {
        failures += std::string(error.what()) == "broken";
      }
    });
  });
  EXPECT_EQ(failures, 32);
}

// A worker that waits inside query X picks up a task that needs X: with plain nested waits these programs hang.
class FalseDependency : public QueryTest, public testing::WithParamInterface<unsigned> {};

TEST_P(FalseDependency, JoinInsideAProvider) {
  WaitGraph graph;
  Table* table = nullptr;
  Table made(
      1, graph, {.shards = 4},
      [&](const int& key) -> long {
        if (key > 0)
          return key;
        std::vector<int> parts(16);
        std::atomic<long> sum = 0;
        paraudit::par_for_each_in("parts", parts, [&](int&) { sum += table->get(1); });
        return sum;
      },
      no_cycle);
  table = &made;
  paraudit::WorkerPool pool({.threads = GetParam()});
  pool.install([&] {
    std::vector<int> tasks(64);
    paraudit::par_for_each_in("all need X", tasks, [&](int&) { EXPECT_EQ(table->get(0), 16); });
  });
}

TEST_P(FalseDependency, SpawnedTaskNeedsTheQueryThatWaits) {
  WaitGraph graph;
  Table* table = nullptr;
  Table made(
      1, graph, {.shards = 4},
      [&](const int& key) -> long {
        if (key > 0)
          return key;
        auto [left, right] = paraudit::join("halves", [&] { return table->get(1); }, [&] { return table->get(2); });
        return left + right;
      },
      no_cycle);
  table = &made;
  paraudit::WorkerPool pool({.threads = GetParam()});
  pool.install([&] {
    paraudit::scope("askers", [&](paraudit::Scope& scope) {
      for (int i = 0; i < 64; i++)
        scope.spawn("asker", [&] { EXPECT_EQ(table->get(0), 3); });
    });
  });
}

TEST_P(FalseDependency, ChainsThatCrossEachOther) {
  WaitGraph graph;
  Table* table = nullptr;
  Table made(
      1, graph, {.shards = 1},
      [&](const int& key) -> long {
        if (key >= 200)
          return 1;
        long sum = 0;
        for (int next : {key + 1, key + 2})
          paraudit::scope("below", [&](paraudit::Scope& scope) {
            scope.spawn("next", [&, next] { sum += table->get(next) % 1000; });
          });
        return sum;
      },
      no_cycle);
  table = &made;
  paraudit::WorkerPool pool({.threads = GetParam()});
  std::vector<long> results(100);
  pool.install([&] {
    std::vector<int> roots(100);
    for (int i = 0; i < 100; i++)
      roots[static_cast<std::size_t>(i)] = i;
    paraudit::par_for_each_in("roots", roots,
                              [&](int& root) { results[static_cast<std::size_t>(root)] = table->get(root); });
  });
  EXPECT_EQ(results[99], table->get(99));
}

INSTANTIATE_TEST_SUITE_P(Threads, FalseDependency, testing::Values(1u, 2u, 4u));

// A random graph of queries; each asks its successors in order and adds up what it gets.
struct Graph {
  std::vector<std::vector<int>> next;

  static Graph random(unsigned seed, int nodes) {
    std::mt19937 random(seed);
    Graph graph;
    graph.next.resize(static_cast<std::size_t>(nodes));
    for (int node = 0; node < nodes; node++)
      for (unsigned i = random() % 4; i > 0; i--) {
        // Mostly forward, so that cycles are few and differ in length.
        bool back = random() % 10 == 0;
        int to = back ? static_cast<int>(random() % static_cast<unsigned>(nodes))
                      : node + 1 + static_cast<int>(random() % 5);
        if (to < nodes)
          graph.next[static_cast<std::size_t>(node)].push_back(to);
      }
    return graph;
  }
};

struct Outcome {
  std::map<int, long> values;
  std::set<std::vector<std::uint64_t>> cycles;
  friend bool operator==(const Outcome&, const Outcome&) = default;
};

Outcome evaluate(const Graph& graph, unsigned threads, bool dense) {
  WaitGraph waits;
  Table* table = nullptr;
  Table made(
      1, waits, {.shards = 8, .dense = dense},
      [&](const int& key) -> long {
        long sum = key;
        for (int next : graph.next[static_cast<std::size_t>(key)])
          sum = (sum * 31 + table->get(next)) % 1000003;
        return sum;
      },
      [](const int&) { return -7L; });
  table = &made;
  paraudit::WorkerPool pool({.threads = threads});
  Outcome outcome;
  pool.install([&] {
    std::vector<int> nodes;
    for (std::size_t i = 0; i < graph.next.size(); i++)
      nodes.push_back(static_cast<int>(i));
    paraudit::par_for_each_in("nodes", nodes, [&](int& node) { table->get(node); });
  });
  table->for_each([&](int key, long value, const auto&, const Cycle* cycle) {
    outcome.values[key] = value;
    if (!cycle)
      return;
    std::vector<std::uint64_t> members;
    for (JobId member : cycle->members)
      members.push_back(member.key);
    outcome.cycles.insert(members);
  });
  return outcome;
}

TEST_F(QueryTest, CyclesAreTheSameAtEveryThreadCount) {
  std::size_t cyclic = 0;
  for (unsigned seed = 0; seed < (full() ? 400u : 40u); seed++) {
    Graph graph = Graph::random(seed, 60);
    Outcome serial = evaluate(graph, 1, false);
    cyclic += !serial.cycles.empty();
    for (unsigned threads : {2u, 4u, 16u})
      ASSERT_EQ(evaluate(graph, threads, seed % 2 != 0), serial) << "seed " << seed << ", " << threads << " threads";
  }
  EXPECT_GT(cyclic, 10u);
}

TEST_F(QueryTest, ACycleStartsWithItsSmallestMember) {
  WaitGraph graph;
  Table* table = nullptr;
  Table made(
      1, graph, {.shards = 4}, [&](const int& key) { return table->get((key + 1) % 5); },
      [](const int& key) { return key + 100L; });
  table = &made;
  EXPECT_EQ(table->get(3), 103);
  const Cycle* seen = nullptr;
  table->for_each([&](int, long, const auto&, const Cycle* cycle) { seen = cycle; });
  ASSERT_NE(seen, nullptr);
  std::vector<JobId> expected = {{1, 0}, {1, 1}, {1, 2}, {1, 3}, {1, 4}};
  EXPECT_EQ(seen->members, expected);
}

} // namespace
} // namespace minirc::query
