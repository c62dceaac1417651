#include "runtime/schedule/seeded_pool.h"

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <random>
#include <set>
#include <stdexcept>
#include <string>

#include <gmock/gmock.h>

#include "runtime/parallel/context.h"
#include "runtime/parallel/par.h"
#include "runtime/parallel/worker_local.h"

namespace paraudit {
namespace {

// Fewer where each switch is slow; PARAUDIT_TEST_ROUNDS multiplies.
int rounds(int quick) {
  const char* factor = std::getenv("PARAUDIT_TEST_ROUNDS");
  if (kDefaultWaitPolicy == WaitPolicy::kBlock) { // a sanitizer
    quick /= 5;
  }
  return quick * (factor ? std::atoi(factor) : 1);
}

// Asks for X from inside and from outside of X's own loop.
void ask_for_x(WorkerPool& pool) {
  bool begun = false;
  Latch done(WaitKind::kQuery);
  auto ask = [&] {
    if (std::exchange(begun, true)) {
      done.wait();
    } else {
      join("inside x", [] { schedule_point(); }, [] { schedule_point(); });
      done.set();
    }
  };
  pool.install([&] {
    scope("top", [&](Scope& s) {
      for (int i = 0; i < 4; ++i) {
        s.spawn("needs x", ask);
      }
    });
  });
}

TEST(SeededPoolDeathTest, NestedWaitsHang) {
  EXPECT_DEATH(
      {
        for (std::uint64_t seed = 0; seed < 2000; ++seed) {
          auto pool = make_seeded_pool({.seed = seed, .workers = 2, .nest_waits = true});
          ask_for_x(*pool);
        }
      },
      "scheduler is stuck|deadlock: all");
}

std::vector<int> order_of_seed(std::uint64_t seed) {
  std::vector<int> order;
  auto pool = make_seeded_pool({.seed = seed});
  std::vector<int> items(12);
  for (int i = 0; i < 12; ++i) {
    items[static_cast<std::size_t>(i)] = i;
  }
  pool->install([&] {
    par_for_each_in("items", items, [&](int item) {
      schedule_point();
      order.push_back(item);
    });
  });
  return order;
}

TEST(SeededPool, ASeedGivesItsInterleavingAgain) {
  std::set<std::vector<int>> different;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    std::vector<int> order = order_of_seed(seed);
    EXPECT_EQ(order, order_of_seed(seed));
    EXPECT_EQ(order.size(), 12u);
    different.insert(order);
  }
  EXPECT_GT(different.size(), 40u);
}

TEST(SeededPool, RunsAtMostAsManyTasksAsWorkers) {
  for (unsigned workers : {1u, 2u, 5u}) {
    unsigned most = 0;
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
      auto pool = make_seeded_pool({.seed = seed, .workers = workers});
      unsigned at_once = 0;
      pool->install([&] {
        scope("tasks", [&](Scope& s) {
          for (int i = 0; i < 10; ++i) {
            s.spawn("task", [&] {
              most = std::max(most, ++at_once);
              schedule_point();
              schedule_point();
              schedule_point();
              --at_once;
            });
          }
        });
      });
    }
    EXPECT_EQ(most, workers);
  }
}

TEST(SeededPool, BroadcastWorkerLocalsContextAndFailuresWork) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    auto pool = make_seeded_pool({.seed = seed, .workers = 3});
    WorkerLocal<int> visits(*pool);
    std::string message;
    try {
      pool->install([&] {
        int mine = 0;
        ContextScope context(TaskContext::borrowed(&mine));
        broadcast("visit", [&](unsigned) { ++*visits; });
        par_for_each_in("failing", std::vector<int>{0, 1, 2, 3}, [&](int item) {
          schedule_point();
          ASSERT_EQ(context_as<int>(), &mine);
          if (item > 0) {
            throw std::runtime_error(std::to_string(item));
          }
        });
      });
    } catch (const std::runtime_error& error) {
      message = error.what();
    }
    EXPECT_EQ(message, "1");
    visits.for_each([](int count) { EXPECT_EQ(count, 1); });
  }
}

// Tasks that wait for and set latches in a drawn order. Latches only ever go from unset to set, so that the point at
// which everything waits does not depend on the interleaving: an oracle that runs the tasks in any order finds it.
struct Program {
  struct Step {
    bool wait;
    std::size_t latch;
  };
  std::vector<std::vector<Step>> tasks;
  std::size_t latches;

  explicit Program(std::uint64_t seed) {
    std::mt19937_64 random(seed);
    latches = 2 + random() % 6;
    tasks.resize(1 + random() % 6);
    for (std::vector<Step>& task : tasks) {
      task.resize(random() % 6);
      for (Step& step : task) {
        step = {random() % 2 == 0, random() % latches};
      }
    }
  }

  // How often the handler must run, if each time it sets the first latch that some task waits for.
  int deadlocks() const {
    std::vector<std::size_t> next(tasks.size(), 0);
    std::vector<bool> set(latches, false);
    for (int count = 0;; ++count) {
      while (advance(next, set)) {
      }
      std::size_t first = latches;
      for (std::size_t t = 0; t < tasks.size(); ++t) {
        if (next[t] < tasks[t].size()) {
          first = std::min(first, tasks[t][next[t]].latch);
        }
      }
      if (first == latches) {
        return count;
      }
      set[first] = true;
    }
  }

  bool advance(std::vector<std::size_t>& next, std::vector<bool>& set) const {
    bool moved = false;
    for (std::size_t t = 0; t < tasks.size(); ++t) {
      for (; next[t] < tasks[t].size(); ++next[t], moved = true) {
        Step step = tasks[t][next[t]];
        if (step.wait && !set[step.latch]) {
          break;
        }
        set[step.latch] = set[step.latch] || !step.wait;
      }
    }
    return moved;
  }
};

TEST(SeededPool, TheDeadlockHandlerFiresExactlyWhenEverythingWaits) {
  int with_deadlock = 0;
  for (std::uint64_t seed = 0; seed < static_cast<std::uint64_t>(rounds(10000)); ++seed) {
    Program program(seed);
    auto pool = make_seeded_pool({.seed = seed * 31, .workers = static_cast<unsigned>(1 + seed % 4)});
    std::vector<Latch> latches(program.latches);
    std::vector<int> waiting(program.latches, 0);
    int fired = 0;
    pool->set_deadlock_handler([&] {
      ++fired;
      auto first = std::ranges::find_if(waiting, [](int count) { return count > 0; });
      ASSERT_NE(first, waiting.end());
      latches[static_cast<std::size_t>(first - waiting.begin())].set();
    });
    pool->install([&] {
      scope("program", [&](Scope& s) {
        for (const std::vector<Program::Step>& task : program.tasks) {
          s.spawn("task", [&] {
            for (Program::Step step : task) {
              Latch& latch = latches[step.latch];
              if (!step.wait) {
                latch.set();
              } else {
                ++waiting[step.latch];
                latch.wait();
                --waiting[step.latch];
              }
            }
          });
        }
      });
    });
    ASSERT_EQ(fired, program.deadlocks()) << "seed " << seed;
    with_deadlock += fired > 0;
  }
  EXPECT_GT(with_deadlock, rounds(10000) / 10);
}

TEST(SeededPool, WaitsThatSuspendNeverHang) {
  for (std::uint64_t seed = 0; seed < static_cast<std::uint64_t>(rounds(2000)); ++seed) {
    auto pool = make_seeded_pool({.seed = seed, .workers = 2});
    ask_for_x(*pool);
  }
}

TEST(SeededPoolDeathTest, AWaitForNothingIsADeadlock) {
  EXPECT_DEATH(make_seeded_pool({})->install([] { Latch().wait(); }), "deadlock: all 1 live tasks wait");
}

} // namespace
} // namespace paraudit
