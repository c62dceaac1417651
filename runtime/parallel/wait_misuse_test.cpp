// Waits that are misuse: each ends the process with a message that says what and where.
#include <cstdlib>
#include <filesystem>
#include <string>
#include <unistd.h>

#include <gmock/gmock.h>

#include "runtime/abi/hooks.h"
#include "runtime/abi/trace_format.h"
#include "runtime/parallel/par.h"
#include "runtime/parallel/pool_modes_test.h"
#include "runtime/parallel/worker_local.h"
#include "runtime/sync/cell.h"
#include "runtime/sync/lock.h"
#include "runtime/sync/rw_lock.h"

namespace paraudit {
namespace {

class WaitMisuse : public testing::TestWithParam<PoolMode> {};
INSTANTIATE_TEST_SUITE_P(Pools, WaitMisuse, testing::ValuesIn(pool_modes(false)), mode_name);
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(WaitMisuse);

TEST_P(WaitMisuse, DeadlockWithoutAHandlerFailsWithAMessage) {
  EXPECT_DEATH(
      {
        WorkerPool pool(GetParam().options());
        pool.install([] { Latch().wait(); });
      },
      "deadlock: all 1 live tasks wait");
}

// The kernel allows a process 65530 mappings, a stack takes two.
TEST_P(WaitMisuse, MoreWaitsThanTheKernelAllowsFailWithAMessage) {
  if (!std::getenv("PARAUDIT_TEST_NODES")) {
    GTEST_SKIP() << "takes seconds: in wait_misuse_full_test";
  }
  EXPECT_DEATH(
      {
        WorkerPool pool(GetParam().options());
        pool.install([] {
          constexpr int kTasks = 100000;
          Latch go(WaitKind::kLatch, 0, kTasks);
          scope("many", [&](Scope& s) {
            for (int i = 0; i < kTasks; ++i) {
              s.spawn("waits for all", [&] {
                go.count_down();
                go.wait();
              });
            }
          });
        });
      },
      "too many tasks wait at once");
}

TEST_P(WaitMisuse, FailureThatNobodyWaitedForIsReported) {
  EXPECT_DEATH(
      {
        WorkerPool pool(GetParam().options());
        pool.install([] { spawn("lost", [] { throw 1; }); });
      },
      "nobody waited for it");
}

TEST_P(WaitMisuse, WaitingInsideACatchBlockIsMisuse) {
#ifndef NDEBUG
  EXPECT_DEATH(
      {
        WorkerPool pool(GetParam().options());
        pool.install([] {
          try {
            throw 1;
          } catch (int) {
            Latch latch;
            latch.set();
            latch.wait();
          }
        });
      },
      "while it handles an exception");
#endif
}

#ifndef NDEBUG
// What must not be carried over a wait, each with the message that names it and where it was taken.
template <class Body> void expect_wait_misuse(const PoolMode& mode, const char* held, Body body) {
  EXPECT_DEATH(
      {
        WorkerPool pool(mode.options());
        pool.install([&] { body(pool); });
      },
      std::string("a task waits while it holds ") + held +
          "\n  at .*wait_misuse_test.cpp:.*\n  held since .*wait_misuse_test.cpp:");
}

void wait_for_nothing() {
  Latch latch;
  latch.set();
  latch.wait();
}

TEST_P(WaitMisuse, WaitingWithALockHeldIsMisuse) {
  expect_wait_misuse(GetParam(), "a lock", [](WorkerPool&) {
    Lock<int> lock(0);
    auto guard = lock.lock();
    wait_for_nothing();
  });
  expect_wait_misuse(GetParam(), "a read lock", [](WorkerPool&) {
    RwLock<std::pair<int, int>> lock;
    auto part = lock.read().map([](const auto& pair) -> const int& { return pair.first; });
    join("joining", [] {}, [] {});
  });
  expect_wait_misuse(GetParam(), "a borrowed value", [](WorkerPool&) {
    RefCell<int> cell(0);
    auto borrowed = cell.borrow_mut();
    wait_for_nothing();
  });
}

TEST_P(WaitMisuse, WaitingWithAPinnedWorkerLocalIsMisuse) {
  expect_wait_misuse(GetParam(), "a worker-local value", [](WorkerPool& pool) {
    WorkerLocal<int> local(pool);
    auto mine = local.pin();
    wait_for_nothing();
  });
  WorkerPool pool(GetParam().options());
  pool.install([&] { // let go in time, used again after
    WorkerLocal<int> local(pool);
    ++*local.pin();
    wait_for_nothing();
    auto mine = local.pin();
    EXPECT_LE(*mine, 1);
  });
}

// Locks that the runtime does not know (pass, preload) are seen while they are recorded. The recorder reads its
// environment when a process starts: the death test's child is recorded.
TEST_P(WaitMisuse, WaitingWithARecordedForeignLockHeldIsMisuse) {
  std::string traces = testing::TempDir() + "/held-lock-" + std::to_string(getpid());
  setenv("PARAUDIT_RECORD", "count", 1);
  setenv("PARAUDIT_TRACE_DIR", traces.c_str(), 1);
  EXPECT_DEATH(
      {
        WorkerPool pool(GetParam().options());
        pool.install([] {
          static paraudit_site site{"a.cpp", "f", "m", 10, 3, PARAUDIT_COLUMN_DEBUG_CLANG, {}, 0, nullptr, 0};
          int mutex = 0;
          paraudit_lock_acquired(&mutex, PARAUDIT_OBJECT_MUTEX, PARAUDIT_EXCLUSIVE, &site);
          wait_for_nothing();
        });
      },
      "a task waits while it holds a lock");
  unsetenv("PARAUDIT_RECORD");
  unsetenv("PARAUDIT_TRACE_DIR");
  std::filesystem::remove_all(traces);
}
#endif

TEST(Latches, CountingBelowZeroIsMisuse) {
  EXPECT_DEATH(
      {
        Latch latch;
        latch.count_down();
        latch.count_down();
      },
      "below zero");
}

#ifndef PARAUDIT_SERIAL
TEST(PoolModes, SeveralWorkersWithoutSynchronisationAreMisuse) {
  EXPECT_DEATH(
      {
        reset_mode_for_test();
        set_mode(SyncMode::kNoSync);
        WorkerPool pool({.threads = 2});
      },
      "several workers was made in no-sync mode");
}
#endif

} // namespace
} // namespace paraudit
