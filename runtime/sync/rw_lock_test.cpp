#include "runtime/sync/test_support.h"

#include <array>
#include <atomic>
#include <barrier>
#include <thread>
#include <vector>

namespace paraudit {
namespace {

using test::conflicts_fail;
using test::misuse_of;
using test::threads_allowed;

TEST(RwLock, ManyReadersOrOneWriter) {
  RwLock<int> lock(1);
  {
    auto first = lock.read();
    auto second = lock.try_read();
    ASSERT_TRUE(second.has_value());
    EXPECT_EQ(*first + **second, 2);
    EXPECT_FALSE(lock.try_write().has_value());
  }
  {
    auto writer = lock.write();
    *writer = 5;
    EXPECT_FALSE(lock.try_read().has_value());
    EXPECT_FALSE(lock.try_write().has_value());
  }
  EXPECT_EQ(*lock.read(), 5);
  EXPECT_FALSE(lock.is_locked());
}

TEST(RwLock, ReadersSeeConst) {
  RwLock<int> lock(1);
  static_assert(std::is_same_v<decltype(*lock.read()), const int&>);
  const RwLock<int>& shared = lock;
  EXPECT_EQ(shared.with_read_lock([](const int& value) { return value; }), 1);
  lock.with_write_lock([](int& value) { value = 2; });
  EXPECT_EQ(lock.get_mut(), 2);
  EXPECT_EQ(std::move(lock).into_inner(), 2);
}

TEST(RwLock, UnwindingReleases) {
  RwLock<int> lock(1);
  EXPECT_THROW(lock.with_read_lock([](const int&) { throw std::runtime_error("read"); }), std::runtime_error);
  EXPECT_THROW(lock.with_write_lock([](int&) { throw std::runtime_error("write"); }), std::runtime_error);
  EXPECT_FALSE(lock.is_locked());
}

// A conflict at the line after the one that took `held`; the failed attempt leaves the lock as it was.
template <class Held, class Attempt> void expect_conflict(uint32_t held_line, Held held, Attempt&& attempt) {
  auto error = misuse_of(attempt);
  EXPECT_STREQ(error.what(), "lock was already held");
  EXPECT_EQ(error.holder_role, "held since");
  EXPECT_EQ(error.holder_line, held_line);
  EXPECT_EQ(error.attempted_line, held_line + 1);
}

TEST(RwLock, EveryConflictWithoutThreadsNamesBothSites) {
  if (!conflicts_fail())
    GTEST_SKIP() << "a conflict deadlocks in this mode";
  RwLock<int> lock(1);
  uint32_t line = __LINE__;
  auto reader = lock.read(); // + 1
  auto write_while_read = [&] { (void)*lock.write(); };
  expect_conflict(line + 1, std::move(reader), write_while_read);
  auto writer = lock.write(); // + 4
  auto read_while_written = [&] { (void)*lock.read(); };
  expect_conflict(line + 4, std::move(writer), read_while_written);
  auto first = lock.write().map([](int& value) -> int& { return value; }); // + 7
  auto write_while_written = [&] { lock.with_write_lock([](int& value) { ++value; }); };
  expect_conflict(line + 7, std::move(first), write_while_written);
  EXPECT_FALSE(lock.is_locked());
  EXPECT_EQ(*lock.read(), 1);
}

TEST(RwLockDeathTest, DefaultHandlerPrintsBothSitesAndAborts) {
  if (!conflicts_fail())
    GTEST_SKIP() << "a conflict deadlocks in this mode";
  EXPECT_DEATH(
      {
        RwLock<int> lock(1);
        auto guard = lock.read();
        (void)*lock.write();
      },
      "lock was already held\n  at .*rw_lock_test.cpp:.*\n  held since .*rw_lock_test.cpp:");
}

TEST(MappedReadGuard, KeepsTheLockUntilItDies) {
  RwLock<std::vector<int>> lock(std::vector<int>{1, 2});
  {
    auto part = lock.read().map([](const auto& all) -> const int& { return all[1]; });
    static_assert(std::is_same_v<decltype(part), MappedReadGuard<int>>);
    auto same = std::move(part).map([](const int& value) -> const int& { return value; });
    EXPECT_EQ(*same, 2);
    EXPECT_FALSE(lock.try_write().has_value());
  }
  EXPECT_TRUE(lock.try_write().has_value());
}

TEST(MappedWriteGuard, KeepsTheLockUntilItDies) {
  RwLock<std::array<int, 2>> lock(std::array<int, 2>{1, 2});
  {
    auto part = lock.write().map([](auto& all) -> int& { return all[1]; });
    *part = 7;
    EXPECT_FALSE(lock.try_read().has_value());
    auto again = std::move(part).map([](int& value) -> int& { return value; });
    EXPECT_FALSE(lock.try_read().has_value());
  }
  EXPECT_EQ((*lock.read())[1], 7);
}

TEST(MappedWriteGuard, ThrowingMapperReleases) {
  RwLock<int> lock(1);
  EXPECT_THROW((void)lock.write().map([](int&) -> int& { throw std::runtime_error("no part"); }), std::runtime_error);
  EXPECT_THROW((void)lock.read().map([](const int&) -> const int& { throw std::runtime_error("no part"); }),
               std::runtime_error);
  EXPECT_FALSE(lock.is_locked());
}

TEST(RwLock, ReadersAreInsideTogether) {
  if (!threads_allowed())
    GTEST_SKIP() << "one thread in this mode";
  constexpr int kReaders = 4;
  RwLock<int> lock(1);
  std::barrier inside(kReaders); // passed only if all readers hold the lock at once
  std::vector<std::jthread> threads;
  for (int t = 0; t < kReaders; ++t)
    threads.emplace_back([&] {
      auto guard = lock.read();
      inside.arrive_and_wait();
    });
  threads.clear();
  EXPECT_FALSE(lock.is_locked());
}

TEST(RwLock, WritersExcludeEverybody) {
  if (!threads_allowed())
    GTEST_SKIP() << "one thread in this mode";
  RwLock<std::pair<long, long>> lock;
  std::vector<std::jthread> threads;
  std::atomic<long> torn{0};
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&, t] {
      for (int i = 0; i < 5000; ++i) {
        if ((i + t) % 4 == 0) {
          auto guard = lock.write();
          ++guard->first;
          ++guard->second;
        } else {
          auto guard = lock.read();
          torn += guard->first != guard->second;
        }
      }
    });
  threads.clear();
  EXPECT_EQ(torn, 0);
  EXPECT_EQ(lock.read()->first, 4 * 5000 / 4);
}

TEST(RwLock, WritersAreNotStarved) {
  if (!threads_allowed())
    GTEST_SKIP() << "one thread in this mode";
#if defined(PARAUDIT_STD_SYNC)
  GTEST_SKIP() << "std::shared_mutex promises nothing";
#endif
  RwLock<int> lock(0);
  std::atomic<bool> stop{false};
  std::vector<std::jthread> readers;
  for (int t = 0; t < 3; ++t)
    readers.emplace_back([&] {
      while (!stop) { // overlapping reads: the lock is hardly ever free of readers
        auto guard = lock.read();
        for (int spin = 0; spin < 200; ++spin)
          std::atomic_signal_fence(std::memory_order_seq_cst);
      }
    });
  for (int i = 0; i < 200; ++i) // would hang if readers kept coming in
    ++*lock.write();
  stop = true;
  readers.clear();
  EXPECT_EQ(*lock.read(), 200);
}

} // namespace
} // namespace paraudit
