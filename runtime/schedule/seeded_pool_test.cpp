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

// Tasks that wait for and set latches in a drawn order, themselves or in children that they join. Latches only ever go
// from unset to set, so that the point at which everything waits does not depend on the interleaving: an oracle that
// runs the tasks in any order finds it. There the handler breaks the wait of the first task that waits: in half of the
// programs by setting the latch, else by interrupting that one wait.
struct Program {
  enum class Do { kSet, kWait, kSetInChild, kWaitWhileChildSets };
  struct Step {
    Do what;
    std::size_t latch;
    std::size_t other; // what the child sets meanwhile
  };
  std::vector<std::vector<Step>> tasks;
  std::size_t latches;
  bool interrupts;

  explicit Program(std::uint64_t seed) : interrupts(seed % 2 == 1) {
    std::mt19937_64 random(seed);
    latches = 2 + random() % 6;
    tasks.resize(1 + random() % 6);
    for (std::vector<Step>& task : tasks) {
      task.resize(random() % 6);
      for (Step& step : task) {
        // Mostly plain steps: with many children few programs deadlock.
        std::size_t drawn = random() % 8;
        step = {drawn < 6 ? Do(drawn % 2) : Do(drawn - 4), random() % latches, random() % latches};
      }
    }
  }

  // How often the handler must run.
  int deadlocks() const {
    std::vector<std::size_t> next(tasks.size(), 0);
    std::vector<bool> set(latches, false);
    for (int count = 0;; ++count) {
      while (advance(next, set)) {
      }
      std::size_t first = 0;
      while (first < tasks.size() && next[first] == tasks[first].size()) {
        ++first;
      }
      if (first == tasks.size()) {
        return count;
      }
      if (interrupts) {
        ++next[first];
      } else {
        set[tasks[first][next[first]].latch] = true;
      }
    }
  }

  bool advance(std::vector<std::size_t>& next, std::vector<bool>& set) const {
    bool moved = false;
    for (std::size_t t = 0; t < tasks.size(); ++t) {
      for (; next[t] < tasks[t].size(); ++next[t], moved = true) {
        const Step& step = tasks[t][next[t]];
        if (step.what == Do::kWaitWhileChildSets && !set[step.other]) {
          set[step.other] = moved = true;
        }
        bool waits = step.what == Do::kWait || step.what == Do::kWaitWhileChildSets;
        if (waits && !set[step.latch]) {
          break;
        }
        set[step.latch] = set[step.latch] || !waits;
      }
    }
    return moved;
  }
};

// A program as it runs on a pool.
class RunningProgram {
 public:
  explicit RunningProgram(const Program& program)
      : program_(program), latches_(program.latches), waits_(program.tasks.size()) {}

  // Returns how often the deadlock handler ran.
  int run(WorkerPool& pool) {
    pool.set_deadlock_handler([this] { break_first_wait(); });
    pool.install([this] {
      scope("program", [this](Scope& s) {
        for (std::size_t task = 0; task < program_.tasks.size(); ++task) {
          s.spawn("task", [this, task] { run_task(task); });
        }
      });
    });
    return fired_;
  }

 private:
  struct Wait {
    Latch* latch = nullptr; // while the task waits
    WaitTicket* ticket = nullptr;
  };

  void run_task(std::size_t task) {
    for (const Program::Step& step : program_.tasks[task]) {
      switch (step.what) {
      case Program::Do::kSet:
        latches_[step.latch].set();
        break;
      case Program::Do::kWait:
        wait(task, latches_[step.latch]);
        break;
      case Program::Do::kSetInChild:
        join("child", [] { schedule_point(); }, [&] { latches_[step.latch].set(); });
        break;
      case Program::Do::kWaitWhileChildSets:
        join("child", [&] { wait(task, latches_[step.latch]); }, [&] { latches_[step.other].set(); });
        break;
      }
    }
  }

  void wait(std::size_t task, Latch& latch) {
    WaitTicket ticket;
    waits_[task] = {&latch, &ticket};
    latch.wait(ticket);
    waits_[task] = {};
  }

  void break_first_wait() {
    ++fired_;
    auto first = std::ranges::find_if(waits_, [](const Wait& wait) { return wait.latch != nullptr; });
    ASSERT_NE(first, waits_.end()) << "nobody waits";
    if (program_.interrupts) {
      EXPECT_TRUE(first->latch->interrupt(*first->ticket));
    } else {
      first->latch->set();
    }
  }

  const Program& program_;
  std::vector<Latch> latches_;
  std::vector<Wait> waits_;
  int fired_ = 0;
};

// No miss: a program that is stuck fails loudly (seeded_pool.h). No spurious one: the handler runs as often as the
// oracle says, and somebody waits each time.
TEST(SeededPool, TheDeadlockHandlerFiresExactlyWhenEverythingWaits) {
  int with_deadlock = 0;
  for (std::uint64_t seed = 0; seed < static_cast<std::uint64_t>(rounds(10000)); ++seed) {
    Program program(seed);
    auto pool = make_seeded_pool({.seed = seed * 31, .workers = static_cast<unsigned>(1 + seed % 4)});
    int fired = RunningProgram(program).run(*pool);
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
