// The table that all threads share: growth, erasure and races against a plain map.

#include "runtime/trace/key_table.h"

#include <atomic>
#include <gtest/gtest.h>
#include <map>
#include <memory>
#include <random>
#include <thread>
#include <vector>

namespace paraudit::trace {
namespace {

TEST(KeyTable, MatchesAMapWhileItGrows) {
  auto table = std::make_unique<KeyTable>();
  std::map<uint64_t, uint32_t> model;
  std::mt19937_64 random(1);
  for (uint32_t i = 1; i <= 40000; ++i) {
    uint64_t key = random() | 2;
    KeyTable::Slot* slot = table->find_or_insert(key);
    ASSERT_NE(slot, nullptr);
    slot->value = i;
    model[key] = i;
    if (i % 3 == 0) {
      uint64_t gone = model.begin()->first;
      table->erase(gone);
      model.erase(gone);
      ASSERT_EQ(table->find(gone), nullptr);
    }
  }
  for (auto [key, value] : model) {
    ASSERT_NE(table->find(key), nullptr);
    ASSERT_EQ(table->find(key)->value, value);
  }
  EXPECT_EQ(table->find(3), nullptr);
}

TEST(KeyTable, SlotsNeverMove) {
  auto table = std::make_unique<KeyTable>();
  KeyTable::Slot* first = table->find_or_insert(77);
  for (uint64_t key = 100; key < 30000; ++key)
    ASSERT_NE(table->find_or_insert(key), nullptr);
  EXPECT_EQ(table->find(77), first);
}

TEST(KeyTable, ErasedSlotsAreUsedAgain) {
  auto table = std::make_unique<KeyTable>();
  for (uint64_t key = 2; key < 200000; ++key) { // each gone before the next comes
    ASSERT_NE(table->find_or_insert(key), nullptr) << key;
    table->erase(key);
  }
}

TEST(KeyTable, RacingInsertersShareASlot) {
  auto table = std::make_unique<KeyTable>();
  constexpr uint64_t kKeys = 3000;
  std::vector<std::jthread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      for (uint64_t key = 2; key < kKeys; ++key)
        table->find_or_insert(key * 0x9e3779b97f4a7c15ull)->extra.fetch_add(1);
    });
  threads.clear();
  for (uint64_t key = 2; key < kKeys; ++key)
    ASSERT_EQ(table->find(key * 0x9e3779b97f4a7c15ull)->extra, 4u);
}

TEST(KeyTable, ReservingChangesNoSlotAndClearingOnlyTheSpareWords) {
  auto table = std::make_unique<KeyTable>();
  KeyTable::Slot* slot = table->find_or_insert(5);
  slot->value.store(6);
  slot->extra.store(7);
  table->reserve();
  EXPECT_EQ(table->find(5), slot);
  for (uint64_t key = 10; key < 5000; ++key)
    table->find_or_insert(key)->extra.store(1);
  table->clear_extra();
  EXPECT_EQ(slot->value.load(), 6u);
  EXPECT_EQ(slot->extra.load(), 0u);
  EXPECT_EQ(table->find(4999)->extra.load(), 0u);
}

} // namespace
} // namespace paraudit::trace
