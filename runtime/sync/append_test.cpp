// FreezeLock, AppendOnlyVec and Once.

#include "runtime/sync/append_only_vec.h"
#include "runtime/sync/freeze_lock.h"
#include "runtime/sync/once.h"
#include "runtime/sync/test_support.h"

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace paraudit {
namespace {

using test::conflicts_fail;
using test::misuse_of;
using test::threads_allowed;

TEST(FreezeLock, WritesUntilFrozenThenReadsWithoutALock) {
  FreezeLock<std::vector<int>> lock("ns::definitions");
  lock.write()->push_back(1);
  EXPECT_EQ(lock.get(), nullptr);
  {
    auto writer = lock.write();
    writer->push_back(2);
    EXPECT_EQ(std::move(writer).freeze().size(), 2u);
  }
  EXPECT_TRUE(lock.is_frozen());
  auto reader = lock.read();
  EXPECT_EQ(lock.get(), &*reader);
  EXPECT_FALSE(lock.try_write().has_value());
  EXPECT_EQ(&lock.freeze(), lock.get()) << "again: the same";
}

TEST(FreezeLock, WritingAfterFreezeIsMisuse) {
  FreezeLock<int> lock(1);
  uint32_t freeze_line = __LINE__ + 1;
  lock.freeze();
  auto error = misuse_of([&] { ++*lock.write(); });
  EXPECT_STREQ(error.what(), "a frozen value was to be written");
  EXPECT_EQ(error.holder_line, freeze_line);
  EXPECT_EQ(*lock.read(), 1);
}

TEST(FreezeLock, AWriterThatFreezesIsNamed) {
  FreezeLock<int> lock(1);
  {
    auto writer = lock.write();
    *writer = 2;
    std::move(writer).freeze();
  }
  uint32_t line = __LINE__;
  auto error = misuse_of([&] { ++*lock.write(); });
  EXPECT_EQ(error.holder_line, line - 2);
  EXPECT_EQ(error.holder_role, "frozen at");
  EXPECT_EQ(error.attempted_line, line + 1);
  EXPECT_EQ(std::move(lock).into_inner(), 2);
}

TEST(FreezeLock, ConflictsBeforeTheFreezeAreThoseOfALock) {
  FreezeLock<int> lock(1);
  auto writer = lock.write();
  EXPECT_FALSE(lock.try_write().has_value());
  if (!conflicts_fail())
    return;
  EXPECT_STREQ(misuse_of([&] { (void)*lock.read(); }).what(), "lock was already held");
  EXPECT_STREQ(misuse_of([&] { lock.freeze(); }).what(), "lock was already held");
  EXPECT_FALSE(lock.is_frozen());
}

// Seen through the recorder, where there is one: no lock is on the thread's held stack.
TEST(FreezeLock, FrozenReadsTakeNoLock) {
  FreezeLock<int> lock(1, "ns::frozen");
  auto held = [] { return paraudit_fast.top - paraudit_fast.bottom; };
  {
    auto reader = lock.read();
    EXPECT_EQ(held(), paraudit_recording() != 0 ? 1 : 0);
  }
  lock.freeze();
  auto reader = lock.read();
  EXPECT_EQ(held(), 0);
  EXPECT_EQ(*reader, 1);
}

TEST(FreezeLock, MappedReadersKeepTheLockUntilTheyDie) {
  FreezeLock<std::pair<int, std::string>> lock({1, "text"});
  {
    auto text = lock.read().map([](const auto& both) -> const std::string& { return both.second; });
    auto same = std::move(text).map([](const std::string& all) -> const std::string& { return all; });
    EXPECT_EQ(*same, "text");
    EXPECT_FALSE(lock.try_write().has_value());
  }
  EXPECT_THROW((void)lock.read().map([](const auto&) -> const int& { throw std::runtime_error("no part"); }),
               std::runtime_error);
  EXPECT_TRUE(lock.try_write().has_value());
  lock.freeze();
  EXPECT_EQ(*lock.read().map([](const auto& both) -> const int& { return both.first; }), 1);
}

TEST(FreezeLock, FreezingWaitsForThoseInside) {
  if (!threads_allowed())
    GTEST_SKIP() << "one thread in this mode";
  FreezeLock<int> lock(1);
  std::atomic<bool> done{false};
  auto writer = std::make_unique<FreezeWriteGuard<int>>(lock.write());
  std::jthread freezer([&] {
    EXPECT_EQ(lock.freeze(), 2);
    EXPECT_TRUE(done);
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(5));
  **writer = 2;
  done = true;
  writer.reset();
}

TEST(FreezeLock, ReadersOnlyLockBeforeTheFreeze) {
  FreezeLock<int> lock(1);
  {
    auto reader = lock.read();
    EXPECT_FALSE(lock.try_write().has_value());
  }
  EXPECT_TRUE(lock.try_write().has_value());
}

TEST(AppendOnlyVec, AddressesAndIndicesAreStable) {
  AppendOnlyVec<std::string> all;
  EXPECT_EQ(all.get(0), nullptr);
  std::vector<const std::string*> addresses;
  for (uint32_t i = 0; i < 1000; ++i) {
    ASSERT_EQ(all.push(std::to_string(i)), i);
    addresses.push_back(all.get(i));
  }
  EXPECT_EQ(all.size(), 1000u);
  EXPECT_EQ(all.get(1000), nullptr);
  for (uint32_t i = 0; i < 1000; ++i) {
    EXPECT_EQ(all.get(i), addresses[i]);
    EXPECT_EQ(all[i], std::to_string(i));
  }
}

TEST(AppendOnlyVec, AThrowingElementAppendsNothing) {
  struct Fussy {
    explicit Fussy(int value) : value(value) {}
    Fussy(Fussy&& other) : value(other.value) {
      if (value < 0)
        throw std::runtime_error("not this one");
    }
    int value;
  };
  AppendOnlyVec<Fussy> all;
  EXPECT_THROW(all.push(Fussy(-1)), std::runtime_error); // its bucket stays, for the next
  EXPECT_EQ(all.size(), 0u);
  EXPECT_EQ(all.push(Fussy(7)), 0u);
  EXPECT_EQ(all[0].value, 7);
}

TEST(AppendOnlyVec, ReadersSeeWholeElementsWhileOthersAppend) {
  if (!threads_allowed())
    GTEST_SKIP() << "one thread in this mode";
  AppendOnlyVec<std::pair<uint32_t, uint32_t>> all;
  std::atomic<int> torn{0};
  std::vector<std::jthread> threads;
  for (uint32_t t = 0; t < 2; ++t) {
    threads.emplace_back([&, t] {
      for (uint32_t i = 0; i < 3000; ++i)
        all.push({t * 3000 + i, t * 3000 + i});
    });
    threads.emplace_back([&] {
      while (all.size() < 6000)
        if (uint32_t size = all.size(); size != 0)
          torn += all[size - 1].first != all[size - 1].second;
    });
  }
  threads.clear();
  EXPECT_EQ(torn, 0);
  EXPECT_EQ(all.size(), 6000u);
}

TEST(Once, MadeOnceHoweverManyAsk) {
  Once<std::unique_ptr<int>> once;
  EXPECT_EQ(once.get(), nullptr);
  std::atomic<int> made{0};
  auto ask = [&] {
    return &once.get_or_init([&] {
      ++made;
      return std::make_unique<int>(5);
    });
  };
  if (threads_allowed()) {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 8; ++t)
      threads.emplace_back([&] { EXPECT_EQ(**ask(), 5); });
  }
  EXPECT_EQ(ask(), once.get());
  EXPECT_EQ(made, 1);
}

TEST(Once, AskingForItselfIsMisuseWithoutThreads) {
  if (!conflicts_fail())
    GTEST_SKIP() << "it deadlocks in this mode";
  Once<int> once;
  uint32_t line = __LINE__;
  auto inner = [&] { return once.get_or_init([] { return 1; }); };
  auto error = misuse_of([&] { (void)once.get_or_init(inner); });
  EXPECT_STREQ(error.what(), "lock was already held");
  EXPECT_EQ(error.attempted_line, line + 1);
  EXPECT_EQ(error.holder_line, line + 2);
  EXPECT_EQ(once.get_or_init([] { return 2; }), 2) << "the failed attempt made nothing";
}

TEST(Once, ThrowingInitialiserLeavesItUnmade) {
  Once<int> once;
  EXPECT_THROW(once.get_or_init([]() -> int { throw std::runtime_error("not yet"); }), std::runtime_error);
  EXPECT_EQ(once.get(), nullptr);
  EXPECT_EQ(once.get_or_init([] { return 3; }), 3);
}

} // namespace
} // namespace paraudit
