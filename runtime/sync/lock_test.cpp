#include "runtime/sync/test_support.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <memory>
#include <thread>
#include <vector>

namespace paraudit {
namespace {

using test::conflicts_fail;
using test::misuse_of;
using test::threads_allowed;

struct Pair {
  int first = 1;
  std::array<int, 3> rest{2, 3, 4};
};

TEST(Lock, GuardReachesTheValueAndReleases) {
  Lock<int> lock(5);
  *lock.lock() += 1;
  {
    auto guard = lock.lock();
    EXPECT_TRUE(lock.is_locked());
    EXPECT_EQ(*guard, 6);
  }
  EXPECT_FALSE(lock.is_locked());
}

TEST(Lock, LoneStringIsTheNameUnlessTheValueIsMadeOfIt) {
  EXPECT_EQ(*Lock<bool>("ns::flag").lock(), false);
  EXPECT_EQ(*Lock<std::string>("text").lock(), "text");
  EXPECT_TRUE(Lock<std::vector<int>>("ns::numbers").lock()->empty());
  EXPECT_EQ(*Lock<long>(0).lock(), 0);
}

TEST(Lock, TryLockFailsWhileHeld) {
  Lock<int> lock(1, "ns::lock");
  auto guard = lock.try_lock();
  ASSERT_TRUE(guard.has_value());
  EXPECT_FALSE(lock.try_lock().has_value());
  guard.reset();
  EXPECT_TRUE(lock.try_lock().has_value());
}

TEST(Lock, WithLockReturnsWhatTheFunctionReturns) {
  Lock<std::vector<int>> lock(std::vector<int>{1, 2});
  EXPECT_EQ(lock.with_lock([](auto& all) { return all.size(); }), 2u);
  int& second = lock.with_lock([](auto& all) -> int& { return all[1]; });
  EXPECT_EQ(&second, &lock.get_mut()[1]);
}

TEST(Lock, UnwindingReleasesAndLeavesTheValue) {
  Lock<int> lock(1);
  EXPECT_THROW(lock.with_lock([](int& value) {
    value = 2;
    throw std::runtime_error("thrown inside");
  }),
               std::runtime_error);
  EXPECT_EQ(*lock.lock(), 2);
}

TEST(Lock, HoldsValuesThatOnlyMove) {
  Lock<std::unique_ptr<int>> lock(std::make_unique<int>(7));
  EXPECT_EQ(**lock.lock(), 7);
  std::unique_ptr<int> inner = std::move(lock).into_inner();
  EXPECT_EQ(*inner, 7);
}

TEST(Lock, MovedGuardReleasesOnce) {
  Lock<int> lock(1), other(2);
  auto first = lock.lock();
  auto second = std::move(first);
  EXPECT_TRUE(lock.is_locked());
  second = other.lock();
  EXPECT_FALSE(lock.is_locked());
  EXPECT_TRUE(other.is_locked());
}

TEST(Lock, GuardsAreMoveOnly) {
  static_assert(!std::is_copy_constructible_v<LockGuard<int>>);
  static_assert(std::is_nothrow_move_constructible_v<LockGuard<int>>);
  static_assert(!std::is_copy_constructible_v<Lock<int>> && !std::is_move_constructible_v<Lock<int>>);
#if !defined(PARAUDIT_STD_SYNC)
  static_assert(sizeof(Lock<int>) <= 24); // std::mutex alone is 40
#endif
}

TEST(Lock, SecondLockWithoutThreadsNamesBothSites) {
  if (!conflicts_fail())
    GTEST_SKIP() << "a second lock deadlocks in this mode";
  Lock<int> lock(1);
  uint32_t held_line = __LINE__ + 1;
  auto guard = lock.lock();
  auto error = misuse_of([&] { (void)*lock.lock(); });
  EXPECT_STREQ(error.what(), "lock was already held");
  EXPECT_EQ(error.holder_line, held_line);
  EXPECT_EQ(error.attempted_line, held_line + 1);
  EXPECT_EQ(error.holder_role, "held since");
}

TEST(Lock, ConflictWithAMappedGuardNamesTheAcquisition) {
  if (!conflicts_fail())
    GTEST_SKIP() << "a second lock deadlocks in this mode";
  Lock<Pair> lock;
  uint32_t held_line = __LINE__ + 1;
  auto part = lock.lock().map([](Pair& pair) -> int& { return pair.first; });
  auto error = misuse_of([&] { (void)lock.with_lock([](Pair& pair) { return pair.first; }); });
  EXPECT_EQ(error.holder_line, held_line);
  EXPECT_EQ(error.attempted_line, held_line + 1);
  EXPECT_TRUE(lock.is_locked()) << "the failed attempt changed nothing";
}

TEST(LockDeathTest, DefaultHandlerPrintsBothSitesAndAborts) {
  if (!conflicts_fail())
    GTEST_SKIP() << "a second lock deadlocks in this mode";
  EXPECT_DEATH(
      {
        Lock<int> lock(1);
        auto guard = lock.lock();
        (void)*lock.lock();
      },
      "lock was already held\n  at .*lock_test.cpp:.*\n  held since .*lock_test.cpp:");
}

TEST(MappedLockGuard, KeepsTheLockUntilItDies) {
  Lock<Pair> lock;
  {
    auto rest = lock.lock().map([](Pair& pair) -> auto& { return pair.rest; });
    static_assert(std::is_same_v<decltype(rest), MappedLockGuard<std::array<int, 3>>>);
    auto last = std::move(rest).map([](auto& all) -> int& { return all[2]; });
    *last = 9;
    EXPECT_FALSE(lock.try_lock().has_value());
  }
  EXPECT_EQ(lock.lock()->rest[2], 9);
}

TEST(MappedLockGuard, ThrowingMapperReleases) {
  Lock<Pair> lock;
  auto guard = lock.lock();
  EXPECT_THROW((void)std::move(guard).map([](Pair&) -> int& { throw std::runtime_error("no part"); }),
               std::runtime_error);
  EXPECT_FALSE(lock.is_locked());
}

TEST(MappedLockGuard, UnwindingReleases) {
  Lock<Pair> lock;
  EXPECT_THROW(
      {
        auto part = lock.lock().map([](Pair& pair) -> int& { return pair.first; });
        auto same = std::move(part).map([](int& value) -> int& { return value; });
        throw std::runtime_error("while mapped");
      },
      std::runtime_error);
  EXPECT_FALSE(lock.is_locked());
}

TEST(Lock, MappingToAConstPartGivesNoWayToWrite) {
  Lock<Pair> lock;
  auto part = lock.lock().map([](Pair& pair) -> const int& { return pair.first; });
  static_assert(std::is_same_v<decltype(*part), const int&>);
  EXPECT_EQ(*part, 1);
}

TEST(Lock, ThreadsCountExactly) {
  if (!threads_allowed())
    GTEST_SKIP() << "one thread in this mode";
  constexpr int kThreads = 8, kRounds = 20000;
  Lock<long> counter(0);
  Lock<long, NotRecorded> unrecorded(0);
  std::vector<std::jthread> threads;
  for (int t = 0; t < kThreads; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < kRounds; ++i) {
        ++*counter.lock();
        unrecorded.with_lock([](long& value) { ++value; });
      }
    });
  threads.clear();
  EXPECT_EQ(*counter.lock(), long{kThreads} * kRounds);
  EXPECT_EQ(*unrecorded.lock(), long{kThreads} * kRounds);
}

TEST(MTLock, BehavesAsALockWhereThereAreThreads) {
  MTLock<std::vector<int>> lock(std::vector<int>{3});
  lock.lock()->push_back(4);
  EXPECT_EQ(lock.with_lock([](auto& all) { return all.size(); }), 2u);
  auto part = lock.lock().map([](auto& all) -> int& { return all[1]; });
  EXPECT_EQ(*part, 4);
  EXPECT_EQ(lock.try_lock().has_value(), detail::kSerial);
  if (detail::kSerial) {
    EXPECT_EQ(sizeof(lock), sizeof(std::vector<int>));
  }
}

// The same source compiles in every mode, also where a serial MTLock has no use for what it is told.
TEST(MTLock, TakesWhatALockTakes) {
  SourceLocation here = SourceLocation::current();
  MTLock<int> named("ns::named", here), made(3, "ns::made", here), plain(here);
  EXPECT_EQ(*made.lock(here), 3);
  EXPECT_EQ(**plain.try_lock(here), 0);
  named.with_lock([](int& value) { value = 4; }, here);
  EXPECT_EQ(named.get_mut(), 4);
  EXPECT_EQ(std::move(named).into_inner(), 4);
  static_assert(!std::is_copy_constructible_v<MTLock<int>::Guard>);
}

TEST(Mode, CanBeSetOnceOnly) {
  set_mode(mode());
  if (paraudit_recording() != 0) { // recording implies the synchronised mode, whatever is asked for
    set_mode(SyncMode::kNoSync);
    EXPECT_EQ(mode(), SyncMode::kSync);
    return;
  }
  SyncMode other = mode() == SyncMode::kSync ? SyncMode::kNoSync : SyncMode::kSync;
  auto error = misuse_of([&] { set_mode(other); });
  EXPECT_STRNE(error.what(), "");
  EXPECT_GT(error.attempted_line, 0u);
}

TEST(Mode, UseBeforeTheChoiceFailsAndAssumesThreads) {
  SyncMode chosen = mode();
  reset_mode_for_test();
  if (!detail::kSerial) {
    EXPECT_THAT(std::string(misuse_of([] { (void)mode(); }).what()), testing::HasSubstr("not set"));
    EXPECT_TRUE(might_be_sync());
  }
  set_mode(chosen);
}

// Objects of namespace scope are made before main() has read its options.
TEST(Mode, LocksMadeBeforeTheChoiceAreSynchronised) {
  if (detail::kSerial)
    GTEST_SKIP() << "one thread in this build";
  SyncMode chosen = mode();
  reset_mode_for_test();
  Lock<int> early(1);
  RwLock<int> table(1);
  set_mode(SyncMode::kNoSync);
  std::jthread other;
  {
    auto guard = early.lock();
    auto reading = table.read();
    other = std::jthread([&] {
      EXPECT_FALSE(table.try_write().has_value());
      int seen = *early.lock(); // both wait, where a lock without threads would fail
      *table.write() += seen;
    });
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    *guard = 5;
  }
  other.join();
  EXPECT_EQ(*table.read(), 6);
  reset_mode_for_test();
  set_mode(chosen);
}

TEST(Pins, KnowTheNewestGuardThatStillLives) {
#if defined(NDEBUG) || defined(PARAUDIT_SERIAL)
  GTEST_SKIP() << "not watched in this build";
#else
  detail::PinList& pins = detail::thread_pins();
  ASSERT_TRUE(pins.empty());
  {
    Sharded<int> table("ns::pinned", 40); // more than are known by name
    RefCell<int> cell(1);
    auto all = table.lock_shards();
    auto moved = std::move(all);
    auto borrowed = cell.try_borrow();
    moved.clear();
    EXPECT_FALSE(pins.empty());
  }
  EXPECT_TRUE(pins.empty());
  uint32_t line = __LINE__ + 2;
  Lock<int> first(0), second(0);
  auto outer = first.lock();
  auto inner = second.lock().map([](int& value) -> int& { return value; });
  EXPECT_EQ(pins.newest()->since->line, line + 1);
  {
    auto taken = std::move(inner);
  }
  EXPECT_EQ(pins.newest()->since->line, line);
  EXPECT_STREQ(pins.newest()->what, "a lock");
#endif
}

} // namespace
} // namespace paraudit
