#include "runtime/parallel/worker_local.h"

#include <atomic>
#include <numeric>
#include <set>
#include <thread>

#include <gmock/gmock.h>

#include "runtime/parallel/arena.h"
#include "runtime/parallel/par.h"
#include "runtime/parallel/pool_modes_test.h"

namespace paraudit {
namespace {

class WorkerLocals : public testing::TestWithParam<PoolMode> {
 protected:
  WorkerPool pool_{GetParam().options()};
};
INSTANTIATE_TEST_SUITE_P(Pools, WorkerLocals, testing::ValuesIn(pool_modes(true)), mode_name);

TEST_P(WorkerLocals, EachWorkerReachesItsOwnSlot64BytesApart) {
  WorkerLocal<char> local(pool_, [](unsigned index) { return static_cast<char>(index); });
  auto addresses = pool_.install([&] {
    return broadcast("addresses", [&](unsigned index) {
      EXPECT_EQ(*local, static_cast<char>(index));
      return reinterpret_cast<std::uintptr_t>(&local.get());
    });
  });
  ASSERT_EQ(addresses.size(), pool_.worker_count());
  for (std::size_t i = 0; i < addresses.size(); ++i) {
    EXPECT_EQ(addresses[i] % 64, 0u);
    for (std::size_t j = 0; j < i; ++j) {
      EXPECT_GE(std::max(addresses[i], addresses[j]) - std::min(addresses[i], addresses[j]), 64u);
    }
  }
}

// Plain ints: under ThreadSanitizer this also shows that no slot is ever used by two workers at once.
TEST_P(WorkerLocals, CountsWithoutLocksAddUp) {
  WorkerLocal<long> counts(pool_);
  std::vector<int> items(20000, 1);
  pool_.install([&] { par_for_each_in("count", items, [&](int item) { *counts += item; }); });
  long sum = 0;
  for (long count : std::move(counts).into_inner()) {
    sum += count;
  }
  EXPECT_EQ(sum, 20000);
}

// A task goes on as whichever worker it is now: that worker's slot is nobody else's meanwhile. New pools, so that some
// thread begins by going on with a task.
TEST_P(WorkerLocals, BelongToTheWorkerThatATaskGoesOnAs) {
  std::atomic<int> shared = 0;
  for (int round = 0; round < 20; ++round) {
    WorkerPool pool(GetParam().options());
    WorkerLocal<std::atomic<bool>> busy(pool, [](unsigned) { return false; });
    auto use = [&] {
      std::atomic<bool>& mine = *busy;
      shared += mine.exchange(true);
      std::this_thread::yield();
      mine = false;
    };
    pool.install([&] {
      par_for_each_in("waiting", std::vector<int>(40), [&](int) {
        use();
        Latch latch;
        auto setter = spawn("setter", [&] {
          use();
          latch.set();
          use();
        });
        latch.wait();
        use();
        setter.wait();
      });
    });
  }
  EXPECT_EQ(shared, 0);
}

TEST_P(WorkerLocals, MadeInsideThePool) {
  long sum = pool_.install([] {
    auto counts = WorkerLocal<long>::in_current_pool();
    par_for_each_in("count", std::vector<int>(1000, 2), [&](int item) { *counts += item; });
    auto values = std::move(counts).into_inner();
    return std::accumulate(values.begin(), values.end(), 0L);
  });
  EXPECT_EQ(sum, 2000);
}

TEST_P(WorkerLocals, UseOutsideOfThePoolFails) {
  EXPECT_DEATH(
      {
        WorkerPool pool(GetParam().options());
        WorkerLocal<int> local(pool);
        local.get() = 1;
      },
      "used outside of its pool\n  at .*worker_local_test.cpp:.*\n  made at .*worker_local_test.cpp:");
  EXPECT_DEATH(
      {
        WorkerPool mine(GetParam().options());
        WorkerPool other(GetParam().options());
        WorkerLocal<int> local(mine);
        other.install([&] { *local = 1; });
      },
      "used in another pool than its own\n  made at .*worker_local_test.cpp:");
}

TEST_P(WorkerLocals, UseInAnotherPoolNamesBothPlaces) {
  EXPECT_DEATH(
      {
        WorkerPool mine(GetParam().options());
        WorkerPool other(GetParam().options());
        WorkerLocal<int> local(mine);
        other.install([&] { local.get() = 1; });
      },
      "used in another pool than its own\n  at .*worker_local_test.cpp:.*\n  made at .*worker_local_test.cpp:");
}

TEST_P(WorkerLocals, TwoPoolsCoexist) {
  WorkerPool other(GetParam().options());
  WorkerLocal<int> here(pool_);
  WorkerLocal<int> there(other);
  pool_.install([&] {
    *here = 1;
    other.install([&] { *there = 2; });
    EXPECT_EQ(pool_.install([&] { return here.size(); }), pool_.worker_count());
  });
  int sum = 0;
  here.for_each([&](int value) { sum += value; });
  there.for_each([&](int value) { sum += value; });
  EXPECT_EQ(sum, 3);
}

struct Counted {
  explicit Counted(std::atomic<int>& alive) : alive(&alive) { ++alive; }
  Counted(const Counted& other) : alive(other.alive) { ++*alive; }
  Counted& operator=(const Counted&) = delete;
  ~Counted() { --*alive; }
  std::atomic<int>* alive;
};

TEST_P(WorkerLocals, ArenaKeepsValuesWhereTheyAreAndDestroysThem) {
  std::atomic<int> alive = 0;
  {
    Arena arena(pool_);
    std::vector<int> items(5000);
    std::iota(items.begin(), items.end(), 0);
    auto pointers = pool_.install([&] {
      return par_map("allocate", items, [&](int item) {
        arena.make<Counted>(alive);
        return arena.make<int>(item);
      });
    });
    for (std::size_t i = 0; i < pointers.size(); ++i) {
      ASSERT_EQ(*pointers[i], static_cast<int>(i));
    }
    EXPECT_EQ(std::set<int*>(pointers.begin(), pointers.end()).size(), pointers.size());
    EXPECT_EQ(alive, 5000);
  }
  EXPECT_EQ(alive, 0);
}

TEST_P(WorkerLocals, ArenaCopiesRangesAndHonoursAlignment) {
  struct alignas(128) Wide {
    char byte;
  };
  std::atomic<int> alive = 0;
  {
    Arena arena(pool_);
    pool_.install([&] {
      std::string_view text = arena.copy_text(std::string("some text"));
      EXPECT_EQ(text, "some text");
      EXPECT_TRUE(arena.copy(std::vector<int>()).empty());
      auto big = arena.copy(std::vector<long>(400000, 7));
      EXPECT_EQ(std::accumulate(big.begin(), big.end(), 0L), 2800000);
      EXPECT_EQ(reinterpret_cast<std::uintptr_t>(arena.make<Wide>()) % 128, 0u);
      std::vector<Counted> three(3, Counted(alive));
      arena.copy(three);
      EXPECT_EQ(text, "some text");
    });
    EXPECT_EQ(alive, 3);
  }
  EXPECT_EQ(alive, 0);
}

TEST_P(WorkerLocals, ArenaOutsideOfThePoolFails) {
  EXPECT_DEATH(
      {
        WorkerPool pool(GetParam().options());
        Arena arena(pool);
        arena.make<int>(1);
      },
      "used outside of its pool\n  made at .*worker_local_test.cpp:");
  EXPECT_DEATH(
      {
        WorkerPool pool(GetParam().options());
        Arena arena(pool);
        arena.allocate(8, 8);
      },
      "used outside of its pool\n  at .*worker_local_test.cpp:.*\n  made at .*worker_local_test.cpp:");
}

TEST(LocalArenas, MoveWithWhatTheyHold) {
  LocalArena first;
  int* value = new (first.allocate(sizeof(int), alignof(int))) int(42);
  LocalArena second(std::move(first));
  EXPECT_EQ(*value, 42);
  EXPECT_EQ(first.reserved_bytes(), 0u);
  first = std::move(second);
  EXPECT_EQ(*value, 42);
  EXPECT_GT(first.reserved_bytes(), 0u);
}

} // namespace
} // namespace paraudit
