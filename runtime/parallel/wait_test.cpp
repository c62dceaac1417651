// Waits between tasks: latches, graphs of tasks, the programs that hang with nested waits, deadlocks.
#include <atomic>
#include <chrono>
#include <filesystem>
#include <memory>
#include <random>
#include <thread>

#include <gmock/gmock.h>

#include "runtime/parallel/context.h"
#include "runtime/parallel/par.h"
#include "runtime/parallel/pool_modes_test.h"

namespace paraudit {
namespace {

class Waits : public testing::TestWithParam<PoolMode> {
 protected:
  WorkerPool pool_{GetParam().options()};
};
INSTANTIATE_TEST_SUITE_P(Pools, Waits, testing::ValuesIn(pool_modes(false)), mode_name);
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(Waits);

// How many times each race-prone program runs; PARAUDIT_TEST_ROUNDS multiplies it.
int rounds(int quick) {
  const char* factor = std::getenv("PARAUDIT_TEST_ROUNDS");
  return quick * (factor ? std::atoi(factor) : 1);
}

// 10^4 quickly; PARAUDIT_TEST_NODES says otherwise.
std::size_t graph_nodes() {
  const char* nodes = std::getenv("PARAUDIT_TEST_NODES");
  return nodes ? static_cast<std::size_t>(std::atol(nodes)) : 10000;
}

TEST_P(Waits, LatchIsSetByTheLastCount) {
  pool_.install([] {
    Latch latch(WaitKind::kLatch, 0, 3);
    auto waiter = spawn("waiter", [&] { latch.wait(); });
    for (int i = 0; i < 3; ++i) {
      EXPECT_FALSE(latch.is_set());
      EXPECT_FALSE(waiter.finished());
      latch.count_down();
    }
    EXPECT_TRUE(latch.is_set());
    waiter.wait();
  });
}

TEST_P(Waits, ManyWaitersOfOneLatchAllGoOn) {
  std::atomic<int> woken = 0;
  pool_.install([&] {
    scope("waiters", [&](Scope& s) {
      auto latch = std::make_shared<Latch>();
      for (int i = 0; i < 200; ++i) {
        s.spawn("waiter", [latch, &woken] {
          latch->wait();
          ++woken;
        });
      }
      s.spawn("setter", [latch] { latch->set(); });
    });
  });
  EXPECT_EQ(woken, 200);
}

TEST_P(Waits, AThreadOutsideOfThePoolBlocksAndWakes) {
  for (int round = 0; round < rounds(50); ++round) {
    Latch to_pool;
    Latch from_pool;
    Latch announced;
    std::thread outside([&] {
      {
        OutsideWakeup wakeup = pool_.expect_outside_wakeup();
        announced.set();
        to_pool.set();
      }
      from_pool.wait();
    });
    announced.wait();
    pool_.install([&] {
      to_pool.wait();
      from_pool.set();
    });
    outside.join();
  }
}

TEST_P(Waits, ContextSurvivesWaits) {
  std::atomic<int> wrong = 0;
  pool_.install([&] {
    std::vector<int> items(100);
    par_for_each_in("waiting", items, [&](int& item) {
      ContextScope mine(TaskContext::borrowed(&item));
      auto latch = std::make_shared<Latch>();
      auto setter = spawn("setter", [latch, &wrong, &item] {
        wrong += context_as<int>() != &item;
        latch->set();
      });
      latch->wait();
      wrong += context_as<int>() != &item;
    });
  });
  EXPECT_EQ(wrong, 0);
}

TEST_P(Waits, ASharedContextOutlivesItsSpawner) {
  pool_.install([&] {
    Latch go;
    TaskHandle<int> late = [&] {
      auto mine = std::make_shared<int>(42);
      ContextScope scope(TaskContext::shared(mine));
      return spawn("late", [&go] {
        go.wait();
        return *context_as<int>();
      });
    }();
    EXPECT_FALSE(TaskContext::current());
    go.set();
    EXPECT_EQ(late.wait(), 42);
  });
}

// Random graphs: node i waits for up to three nodes spawned before it, whatever their state.
void run_graph(WorkerPool& pool, std::size_t nodes, std::uint32_t seed) {
  std::atomic<std::size_t> ran = 0;
  std::atomic<std::size_t> early = 0;
  pool.install([&] {
    std::mt19937 random(seed);
    std::vector<TaskHandle<void>> handles;
    handles.reserve(nodes);
    for (std::size_t i = 0; i < nodes; ++i) {
      std::vector<TaskHandle<void>> needs;
      for (std::size_t k = random() % 4; k > 0 && i > 0; --k) {
        // Half of the edges are short, so that there are long chains too.
        std::size_t back = random() % 2 ? random() % std::min<std::size_t>(i, 8) : random() % i;
        needs.push_back(handles[i - 1 - back]);
      }
      handles.push_back(spawn("node", [&ran, &early, needs = std::move(needs)]() mutable {
        for (TaskHandle<void>& need : needs) {
          need.wait();
          early += !need.finished();
        }
        ++ran;
      }));
    }
    for (TaskHandle<void>& handle : handles) {
      handle.wait();
    }
  });
  EXPECT_EQ(ran, nodes);
  EXPECT_EQ(early, 0u);
}

TEST_P(Waits, RandomGraphsFinish) {
  for (int round = 0; round < rounds(1); ++round) {
    run_graph(pool_, graph_nodes(), 17 + static_cast<std::uint32_t>(round));
  }
}

TEST_P(Waits, LongChainsOfWaitsFinish) {
  pool_.install([] {
    std::vector<TaskHandle<int>> chain;
    chain.push_back(spawn("first", [] { return 0; }));
    for (int i = 1; i < 3000; ++i) {
      chain.push_back(spawn("link", [before = chain.back()]() mutable { return before.wait() + 1; }));
    }
    EXPECT_EQ(chain.back().wait(), 2999);
  });
}

// A chain that is known only by latches, newest first: every task waits before anyone can run the one it needs on top.
TEST_P(Waits, ChainsOfLatchesSuspendEveryLink) {
  constexpr int kLinks = 500;
  std::vector<std::unique_ptr<Latch>> latches;
  for (int i = 0; i <= kLinks; ++i) {
    latches.push_back(std::make_unique<Latch>());
  }
  pool_.install([&] {
    scope("chain", [&](Scope& s) {
      for (int i = 0; i < kLinks; ++i) {
        s.spawn("link", [&, i] {
          latches[static_cast<std::size_t>(i + 1)]->wait();
          latches[static_cast<std::size_t>(i)]->set();
        });
      }
      s.spawn("last", [&] { latches[kLinks]->set(); });
    });
    latches[0]->wait();
  });
}

// A query is computed by whoever asks first; others wait for its latch.
class Query {
 public:
  template <class F> void get(F compute) {
    if (!begun_.exchange(true)) {
      compute();
      done_.set();
    } else {
      done_.wait();
    }
  }

 private:
  std::atomic<bool> begun_{false};
  Latch done_{WaitKind::kQuery};
};

// False dependency 1: a worker waits inside X for its loop and picks up B, which needs X.
TEST_P(Waits, TaskThatNeedsTheQueryOnTheStackBelow) {
  for (int round = 0; round < rounds(200); ++round) {
    Query x;
    pool_.install([&] {
      std::vector<int> items(16);
      auto in_x = [&] { par_for_each_in("inside x", items, [](int&) {}); };
      scope("top", [&](Scope& s) {
        for (int i = 0; i < 8; ++i) {
          s.spawn("b", [&] { x.get(in_x); });
        }
        x.get(in_x);
      });
    });
  }
}

// False dependency 2: a descendant of X's loop spawns into an outer scope a task that needs X, so that isolating X's
// loop would not help.
TEST_P(Waits, DescendantSpawnsIntoAnOuterScope) {
  for (int round = 0; round < rounds(200); ++round) {
    Query x;
    pool_.install([&] {
      std::vector<int> items(8);
      scope("outer", [&](Scope& outer) {
        x.get([&] {
          par_for_each_in("inside x", items, [&](int&) {
            outer.spawn("needs x", [&] { x.get([] {}); });
            join("pause", [] {}, [] {});
          });
        });
      });
    });
  }
}

// False dependency 3: two queries, each computed in a loop whose items ask for the other's inner query.
TEST_P(Waits, CrossingQueriesWithoutACycle) {
  for (int round = 0; round < rounds(100); ++round) {
    Query a, b, inner_a, inner_b;
    pool_.install([&] {
      std::vector<int> items(8);
      auto leaf = [&] { join("leaf", [] {}, [] {}); };
      auto compute_a = [&] { par_for_each_in("a", items, [&](int&) { inner_b.get(leaf); }); };
      auto compute_b = [&] { par_for_each_in("b", items, [&](int&) { inner_a.get(leaf); }); };
      scope("top", [&](Scope& s) {
        for (int i = 0; i < 4; ++i) {
          s.spawn("ask a", [&] { a.get(compute_a); });
          s.spawn("ask b", [&] { b.get(compute_b); });
        }
        inner_a.get([&] { join("inner", leaf, leaf); });
        b.get(compute_b);
      });
    });
  }
}

TEST_P(Waits, DeadlockHandlerBreaksACycle) {
  for (int round = 0; round < rounds(20); ++round) {
    Latch first(WaitKind::kQuery), second(WaitKind::kQuery);
    WaitTicket ticket;
    std::atomic<int> fired = 0;
    pool_.set_deadlock_handler([&] {
      ++fired;
      EXPECT_EQ(current_pool(), nullptr); // on no worker
      EXPECT_TRUE(first.interrupt(ticket));
    });
    WaitResult result = WaitResult::kSet;
    pool_.install([&] {
      join(
          "cycle",
          [&] {
            result = first.wait(ticket);
            second.set();
          },
          [&] {
            second.wait();
            first.set();
          });
    });
    EXPECT_EQ(result, WaitResult::kInterrupted);
    EXPECT_EQ(fired, 1);
  }
}

TEST_P(Waits, DeadlockHandlerFiresOncePerDeadlock) {
  constexpr int kDeadlocks = 10;
  std::atomic<int> fired = 0;
  std::atomic<Latch*> stuck = nullptr;
  pool_.set_deadlock_handler([&] {
    ++fired;
    stuck.load()->set();
  });
  pool_.install([&] {
    for (int i = 0; i < kDeadlocks; ++i) {
      auto latch = std::make_shared<Latch>();
      stuck = latch.get();
      std::vector<TaskHandle<void>> waiting;
      for (int k = 0; k < 5; ++k) {
        waiting.push_back(spawn("stuck", [latch] { latch->wait(); }));
      }
      for (TaskHandle<void>& handle : waiting) {
        handle.wait();
      }
      EXPECT_EQ(fired, i + 1);
    }
  });
  EXPECT_EQ(fired, kDeadlocks);
}

TEST_P(Waits, NoDeadlockOnAnIdlePoolNorWhileAWakeupIsAnnounced) {
  std::atomic<int> fired = 0;
  pool_.set_deadlock_handler([&] { ++fired; });
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  Latch latch;
  {
    auto announced = std::make_unique<OutsideWakeup>(pool_.core());
    std::thread outside([&] {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      latch.set();
      announced.reset();
    });
    pool_.install([&] { latch.wait(); });
    outside.join();
  }
  EXPECT_EQ(fired, 0);
}

// All of the first pool's tasks wait, long enough for its workers to go idle; the second must get a thread to run on.
TEST_P(Waits, APoolGetsAThreadWhileAnotherPoolWaits) {
  WorkerPool second(GetParam().options());
  Latch begun, done;
  OutsideWakeup wakeup = pool_.expect_outside_wakeup();
  std::thread first([&] {
    pool_.install([&] {
      begun.set();
      done.wait();
    });
  });
  begun.wait();
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  EXPECT_EQ(second.install([] { return 5; }), 5);
  EXPECT_EQ(second.install([&] { return pool_.install([] { return 6; }); }), 6);
  done.set();
  first.join();
}

TEST_P(Waits, APoolMayEndRightAfterAWait) {
  for (int round = 0; round < rounds(50); ++round) {
    Latch first, second;
    WorkerPool pool(GetParam().options());
    pool.set_deadlock_handler([&] { second.set(); });
    pool.install([&] {
      spawn("setter", [&] { first.set(); });
      first.wait();
      second.wait();
    });
  }
}

TEST_P(Waits, SuspendedStacksAreCapped) {
  PoolOptions options = GetParam().options();
  options.suspended_cap = 4;
  WorkerPool pool(options);
  run_graph(pool, 2000, 5);
}

// How many of some tasks ran at once while as many others waited as there are workers.
int most_beside_waiting(PoolOptions options) {
  WorkerPool pool(options);
  std::atomic<int> now = 0, most = 0, waiting = 0;
  pool.install([&] {
    Latch over;
    scope("beside", [&](Scope& s) {
      for (unsigned i = 0; i < options.threads; ++i) {
        s.spawn("waits", [&] {
          ++waiting;
          over.wait();
        });
      }
      while (waiting < static_cast<int>(options.threads) - 1) { // this task keeps one worker
        std::this_thread::yield();
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      std::atomic<int> left = 24;
      for (int i = 0; i < 24; ++i) {
        s.spawn("runs", [&] {
          int seen = ++now, before = most;
          while (before < seen && !most.compare_exchange_weak(before, seen)) {
          }
          std::this_thread::sleep_for(std::chrono::milliseconds(2));
          --now;
          if (--left == 0) {
            over.set();
          }
        });
      }
      over.wait();
    });
  });
  return most;
}

TEST_P(Waits, BeyondTheCapWorkersBlock) {
  if (GetParam().policy != WaitPolicy::kSuspend || GetParam().threads != 4) {
    GTEST_SKIP() << "about workers that suspend";
  }
  PoolOptions options = GetParam().options();
  EXPECT_GT(most_beside_waiting(options), 1) << "those who wait keep no worker";
  options.suspended_cap = 0;
  EXPECT_EQ(most_beside_waiting(options), 1) << "all but one are blocked";
}

TEST(InlineWaits, StartNoThread) {
  auto threads = [] {
    return std::distance(std::filesystem::directory_iterator("/proc/self/task"), std::filesystem::directory_iterator());
  };
  auto before = threads();
  WorkerPool pool(PoolMode{1, kDefaultWaitPolicy, false}.options());
  pool.install([&] {
    std::vector<int> items(1000);
    par_for_each_in("items", items, [&](int&) {});
    spawn("spawned", [] {}).wait();
    EXPECT_EQ(threads(), before);
  });
}

TEST(InlineWaits, FailInsteadOfHanging) {
  PoolMode mode{1, kDefaultWaitPolicy, false};
  EXPECT_DEATH(
      {
        WorkerPool pool(mode.options());
        pool.install([] { Latch().wait(); });
      },
      "a wait that nothing can end");
  WorkerPool pool(mode.options());
  EXPECT_TRUE(pool.runs_inline());
  Latch latch;
  WaitTicket ticket;
  pool.set_deadlock_handler([&] { latch.interrupt(ticket); });
  EXPECT_EQ(pool.install([&] { return latch.wait(ticket); }), WaitResult::kInterrupted);
}

} // namespace
} // namespace paraudit
