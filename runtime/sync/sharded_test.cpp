#include "runtime/sync/test_support.h"

#include <set>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

namespace paraudit {
namespace {

using test::conflicts_fail;
using test::misuse_of;
using test::threads_allowed;

TEST(Sharded, OneShardWithoutThreadsElseAsAsked) {
  EXPECT_EQ(Sharded<int>().shard_count(), threads_allowed() ? 32u : 1u);
  EXPECT_EQ(Sharded<int>("ns::table", 64).shard_count(), threads_allowed() ? 64u : 1u);
  EXPECT_EQ(Sharded<int>("ns::table", 0).shard_count(), 1u);
}

TEST(Sharded, EveryShardIsUsedAndTheChoiceIsStable) {
  Sharded<int> table(nullptr, 5);
  std::set<uint32_t> seen;
  for (uint64_t hash = 0; hash < 200; ++hash) {
    uint32_t shard = table.shard_of_hash(hash);
    EXPECT_EQ(shard, table.shard_of_hash(hash));
    ASSERT_LT(shard, table.shard_count());
    seen.insert(shard);
  }
  EXPECT_EQ(seen.size(), table.shard_count());
}

TEST(Sharded, ShardsAreACacheLineApart) {
  Sharded<char> table(nullptr, 4);
  std::vector<uintptr_t> addresses;
  table.for_each_mut([&](char& value) { addresses.push_back(reinterpret_cast<uintptr_t>(&value)); });
  for (size_t i = 1; i < addresses.size(); ++i)
    EXPECT_GE(addresses[i] - addresses[i - 1], 64u);
}

TEST(Sharded, LocksOneOrAll) {
  Sharded<std::unordered_map<std::string, int>> table("ns::table", 8);
  (*table.lock_shard_by_value(std::string("key")))["key"] = 3;
  {
    auto all = table.lock_shards();
    EXPECT_EQ(all.size(), table.shard_count());
    int entries = 0;
    for (auto& shard : all)
      entries += static_cast<int>(shard->size());
    EXPECT_EQ(entries, 1);
  }
  int seen = 0;
  table.for_each_shard([&](auto& shard) { seen += static_cast<int>(shard.size()); });
  EXPECT_EQ(seen, 1);
  EXPECT_EQ(std::move(table).into_inner().size(), threads_allowed() ? 8u : 1u);
}

TEST(Sharded, OneShardConflictsLikeOneLock) {
  Sharded<int> table("ns::table");
  if (threads_allowed()) {
    auto first = table.lock_shard_by_index(0);
    ++*table.lock_shard_by_index(1); // another shard is another lock
  }
  if (!conflicts_fail())
    return;
  uint32_t held_line = __LINE__ + 1;
  auto all = table.lock_shards();
  auto error = misuse_of([&] { ++*table.lock_shard_by_hash(99); });
  EXPECT_STREQ(error.what(), "lock was already held");
  EXPECT_EQ(error.holder_line, held_line);
  EXPECT_EQ(error.attempted_line, held_line + 1);
}

TEST(Sharded, LockingOutOfIndexOrderIsMisuseInDebugBuilds) {
  if (!threads_allowed() || !conflicts_fail())
    GTEST_SKIP() << "one shard, or not watched";
  Sharded<int> table("ns::table"), other("ns::table");
  uint32_t held_line = __LINE__ + 1;
  auto later = table.lock_shard_by_index(7);
  auto error = misuse_of([&] { ++*table.lock_shard_by_index(3); });
  EXPECT_STREQ(error.what(), "a shard was locked while a later one is held");
  EXPECT_EQ(error.holder_line, held_line);
  EXPECT_EQ(error.attempted_line, held_line + 1);
  ++*table.lock_shard_by_index(8);
  ++*other.lock_shard_by_index(3); // of another table
}

TEST(Sharded, RacingInternersAgree) {
  if (!threads_allowed())
    GTEST_SKIP() << "one thread in this mode";
  constexpr uint64_t kKeys = 2000;
  Sharded<std::unordered_map<uint64_t, int>> table;
  std::vector<std::jthread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      for (uint64_t key = 0; key < kKeys; ++key)
        ++(*table.lock_shard_by_hash(key))[key];
    });
  threads.clear();
  uint64_t keys = 0;
  table.for_each_shard([&](auto& shard) {
    for (auto& [key, count] : shard) {
      ++keys;
      EXPECT_EQ(count, 4);
    }
  });
  EXPECT_EQ(keys, kKeys);
}

} // namespace
} // namespace paraudit
