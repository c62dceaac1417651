#include "runtime/parallel/par.h"

#include <atomic>
#include <forward_list>
#include <numeric>
#include <stdexcept>
#include <string>

#include <gmock/gmock.h>

#include "runtime/parallel/context.h"
#include "runtime/parallel/pool_modes_test.h"

namespace paraudit {
namespace {

class Par : public testing::TestWithParam<PoolMode> {
 protected:
  WorkerPool pool_{GetParam().options()};
};
INSTANTIATE_TEST_SUITE_P(Pools, Par, testing::ValuesIn(pool_modes(true)), mode_name);

std::vector<int> numbers(int count) {
  std::vector<int> items(static_cast<std::size_t>(count));
  std::iota(items.begin(), items.end(), 0);
  return items;
}

template <class F> std::string message_of(F&& f) {
  try {
    f();
  } catch (const std::exception& error) {
    return error.what();
  }
  return "nothing thrown";
}

TEST_P(Par, ForEachRunsEveryItemOnce) {
  for (int count : {0, 1, 2, 127, 128, 129, 1000, 10000}) {
    std::vector<std::atomic<int>> runs(static_cast<std::size_t>(count));
    std::vector<int> items = numbers(count);
    pool_.install([&] { par_for_each_in("items", items, [&](int item) { ++runs[static_cast<std::size_t>(item)]; }); });
    for (std::atomic<int>& n : runs) {
      ASSERT_EQ(n.load(), 1);
    }
  }
}

TEST_P(Par, ForEachTakesRangesWithoutRandomAccess) {
  std::forward_list<int> items = {1, 2, 3, 4, 5};
  std::atomic<int> sum = 0;
  pool_.install([&] { par_for_each_in("list", items, [&](int& item) { sum += item; }); });
  EXPECT_EQ(sum, 15);
}

TEST_P(Par, NestsFiveDeep) {
  std::atomic<int> leaves = 0;
  std::vector<int> four = numbers(4);
  auto nest = [&](auto& self, int depth) -> void {
    if (depth == 0) {
      ++leaves;
      return;
    }
    par_for_each_in("level", four, [&](int) { self(self, depth - 1); });
  };
  pool_.install([&] { nest(nest, 5); });
  EXPECT_EQ(leaves, 1024);
}

TEST_P(Par, AllItemsRunAndTheLowestFailureIsRaised) {
  std::atomic<int> ran = 0;
  std::vector<int> items = numbers(1000);
  std::string message = message_of([&] {
    pool_.install([&] {
      par_for_each_in("failing", items, [&](int item) {
        ++ran;
        if (item % 7 == 5) {
          throw std::runtime_error("item " + std::to_string(item));
        }
      });
    });
  });
  EXPECT_EQ(message, "item 5");
  EXPECT_EQ(ran, 1000);
}

// Every construct runs all it has, then re-raises the failure of the lowest index.
TEST_P(Par, TheLowestFailureIsRaisedByEveryConstruct) {
  std::vector<int> items = numbers(300);
  std::atomic<int> ran = 0;
  auto fail_at = [&ran](int item) {
    ++ran;
    if (item % 100 == 42) {
      throw std::runtime_error(std::to_string(item));
    }
    return item;
  };
  auto expect_lowest = [&](const char* construct, auto&& run) {
    ran = 0;
    EXPECT_EQ(message_of([&] { pool_.install(run); }), "42") << construct;
    EXPECT_EQ(ran, 300) << construct;
  };
  expect_lowest("par_map", [&] { par_map("map", items, fail_at); });
  expect_lowest("try_par_for_each_in", [&] {
    try_par_for_each_in("try", items, [&](int item) { return fail_at(item) < 0; }); // errors rank below failures
  });
  expect_lowest("par_iter collect", [&] { par_iter("iter", items).map(fail_at).collect(); });
  expect_lowest("par_iter reduce",
                [&] { par_iter("iter", items).map(fail_at).reduce(0, [](int a, int b) { return a + b; }); });
  expect_lowest("scope", [&] {
    scope("scope", [&](Scope& s) {
      for (int item : items) {
        s.spawn("child", [&fail_at, item] { fail_at(item); });
      }
    });
  });
}

TEST_P(Par, BroadcastRaisesTheFailureOfTheLowestWorker) {
  std::atomic<unsigned> visits = 0;
  std::string message = message_of([&] {
    pool_.install([&] {
      broadcast("failing", [&](unsigned index) {
        ++visits;
        throw std::runtime_error(std::to_string(index));
      });
    });
  });
  EXPECT_EQ(message, "0");
  EXPECT_EQ(visits, pool_.worker_count());
}

TEST_P(Par, ASpawnedFailureIsRaisedByEveryWait) {
  pool_.install([] {
    auto failing = spawn("failing", []() -> int { throw std::runtime_error("spawned"); });
    auto other = spawn("other", [failing]() mutable { return message_of([&] { failing.wait(); }); });
    EXPECT_EQ(other.wait(), "spawned");
    EXPECT_EQ(message_of([&] { failing.wait(); }), "spawned");
  });
}

TEST_P(Par, TryForEachReturnsTheLowestError) {
  std::vector<int> items = numbers(500);
  std::atomic<int> ran = 0;
  auto error = pool_.install([&] {
    return try_par_for_each_in("trying", items, [&](int item) -> std::optional<int> {
      ++ran;
      return item >= 123 && item % 2 == 1 ? std::optional<int>(item) : std::nullopt;
    });
  });
  EXPECT_EQ(error, 123);
  EXPECT_EQ(ran, 500);
  EXPECT_TRUE(pool_.install([&] { return try_par_for_each_in("fine", items, [](int) { return true; }); }));
  EXPECT_FALSE(pool_.install([&] { return try_par_for_each_in("bad", items, [](int i) { return i != 77; }); }));
}

TEST_P(Par, MapKeepsTheOrder) {
  std::vector<int> items = numbers(3000);
  auto squares = pool_.install([&] { return par_map("squares", items, [](int i) { return std::to_string(i * i); }); });
  ASSERT_EQ(squares.size(), 3000u);
  for (std::size_t i = 0; i < squares.size(); ++i) {
    ASSERT_EQ(squares[i], std::to_string(i * i));
  }
  std::vector<bool> even = pool_.install([&] { return par_map("even", items, [](int i) { return i % 2 == 0; }); });
  EXPECT_TRUE(even[2998]);
  EXPECT_FALSE(even[2999]);
}

TEST_P(Par, IterFiltersMapsAndReducesInOrder) {
  std::vector<int> items = numbers(2000);
  auto words = pool_.install([&] {
    return par_iter("words", items)
        .filter([](int i) { return i % 3 == 0; })
        .map([](int i) { return std::to_string(i); })
        .collect();
  });
  std::string joined = pool_.install([&] {
    return par_iter("joined", items)
        .filter([](int i) { return i % 3 == 0; })
        .map([](int i) { return std::to_string(i); })
        .reduce(std::string(), [](std::string a, const std::string& b) { return a + b; });
  });
  std::string expected;
  std::size_t index = 0;
  for (int i = 0; i < 2000; i += 3) {
    ASSERT_EQ(words.at(index++), std::to_string(i));
    expected += std::to_string(i);
  }
  EXPECT_EQ(joined, expected);
  EXPECT_EQ(pool_.install([&] { return par_iter("count", items).filter([](int i) { return i > 9; }).count(); }), 1990u);
}

TEST_P(Par, JoinReturnsBothAndRaisesTheFirst) {
  auto [a, b] = pool_.install([] { return join("both", [] { return 1; }, [] { return std::string("two"); }); });
  EXPECT_EQ(a, 1);
  EXPECT_EQ(b, "two");
  for (int round = 0; round < 50; ++round) {
    bool second_ran = false;
    std::string message = message_of([&] {
      pool_.install([&] {
        join(
            "failing", [] { throw std::runtime_error("first"); },
            [&] {
              second_ran = true;
              throw std::runtime_error("second");
            });
      });
    });
    EXPECT_EQ(message, "first");
    EXPECT_TRUE(second_ran);
  }
}

TEST_P(Par, ScopeWaitsForChildrenOfChildren) {
  std::atomic<int> ran = 0;
  auto grow = [&ran](auto& self, Scope& s, int depth) -> void {
    ++ran;
    for (int i = 0; depth > 0 && i < 3; ++i) {
      s.spawn("branch", [&self, &s, depth] { self(self, s, depth - 1); });
    }
  };
  pool_.install([&] {
    scope("tree", [&](Scope& s) { grow(grow, s, 5); });
    EXPECT_EQ(ran, 364); // 1 + 3 + ... + 3^5
  });
}

TEST_P(Par, ScopeRaisesTheEarliestFailure) {
  for (int round = 0; round < 50; ++round) {
    std::string message = message_of([&] {
      pool_.install([&] {
        scope("failing", [&](Scope& s) {
          s.spawn("fine", [&] { s.spawn("deep", [] { throw std::runtime_error("0.0"); }); });
          s.spawn("late", [] { throw std::runtime_error("1"); });
        });
      });
    });
    ASSERT_EQ(message, "0.0");
  }
}

TEST_P(Par, SpawnedTasksGiveTheirResultToAnyTask) {
  int sum = pool_.install([] {
    auto one = spawn("one", [] { return 1; });
    auto two = spawn("two", [one]() mutable { return one.wait() + 1; });
    auto three = spawn("three", [one, two]() mutable { return one.wait() + two.wait(); });
    return three.wait() + two.wait();
  });
  EXPECT_EQ(sum, 5);
}

TEST_P(Par, BroadcastVisitsEveryWorker) {
  for (int round = 0; round < 20; ++round) {
    auto indices = pool_.install([] { return broadcast("visit", [](unsigned index) { return index; }); });
    ASSERT_EQ(indices.size(), pool_.worker_count());
    for (unsigned i = 0; i < indices.size(); ++i) {
      ASSERT_EQ(indices[i], i);
    }
  }
}

TEST_P(Par, BroadcastsOfOnePoolExcludeEachOther) {
  std::atomic<int> visits = 0;
  pool_.install([&] {
    join(
        "two", [&] { broadcast("left", [&](unsigned) { ++visits; }); },
        [&] { broadcast("right", [&](unsigned) { ++visits; }); });
  });
  EXPECT_EQ(visits, 2 * static_cast<int>(pool_.worker_count()));
}

TEST_P(Par, TasksSeeTheirSpawnersContextAlsoAfterWaits) {
  std::vector<int> items = numbers(64);
  std::atomic<int> wrong = 0;
  pool_.install([&] {
    par_for_each_in("outer", items, [&](int outer) {
      ContextScope as_outer(TaskContext::borrowed(&outer));
      par_for_each_in("inner", items, [&](int inner) {
        wrong += context_as<int>() != &outer;
        ContextScope as_inner(TaskContext::borrowed(&inner));
        join("leaf", [&] { wrong += context_as<int>() != &inner; }, [&] { wrong += context_as<int>() != &inner; });
        wrong += context_as<int>() != &inner;
      });
      wrong += context_as<int>() != &outer;
    });
    wrong += context_as<int>() != nullptr;
  });
  EXPECT_EQ(wrong, 0);
}

TEST(ParOutsideOfPools, RunsInOrderOnTheCaller) {
  std::vector<int> seen;
  par_for_each_in("items", numbers(300), [&](int item) { seen.push_back(item); });
  EXPECT_EQ(seen, numbers(300));
  EXPECT_EQ(spawn("spawned", [] { return 7; }).wait(), 7);
}

TEST(ParOneThread, RunsInTheOrderOfTheSource) {
  for (const PoolMode& mode : pool_modes(true)) {
    if (mode.threads != 1) {
      continue;
    }
    WorkerPool pool(mode.options());
    std::vector<int> seen;
    pool.install([&] {
      par_for_each_in("items", numbers(300), [&](int item) { seen.push_back(item); });
      join("join", [&] { seen.push_back(300); }, [&] { seen.push_back(301); });
      scope("scope", [&](Scope& s) {
        s.spawn("a", [&] { seen.push_back(302); });
        s.spawn("b", [&] { seen.push_back(303); });
      });
    });
    EXPECT_EQ(seen, numbers(304));
  }
}

} // namespace
} // namespace paraudit
