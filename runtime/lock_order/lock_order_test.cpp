// The held stack and the set of known chains, against plain models.

#include "runtime/lock_order/chain_set.h"
#include "runtime/lock_order/held_stack.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <random>
#include <set>
#include <vector>

namespace paraudit::lock_order {
namespace {

// A thread's state as the recorder makes it, of a given depth.
class Fixture : public testing::Test {
 protected:
  static constexpr uint32_t kDepth = 128;

  Fixture() : entries_(kDepth + 1), counters_(64) {
    fast_.bottom = fast_.top = entries_.data() + 1;
    fast_.limit = entries_.data() + kDepth + 1;
    for (size_t i = 0; i < counters_.size(); ++i)
      counters_[i].key = paraudit_counter_key(&counters_[i], static_cast<uint32_t>(i), PARAUDIT_EXCLUSIVE);
    EXPECT_TRUE(chains_.create());
    chains_.publish(fast_);
  }
  ~Fixture() override { chains_.destroy(); }

  // Lock number i, of class i.
  const void* lock(size_t i) const { return &counters_[i]; }
  void acquire(size_t i) {
    HeldStack held(fast_);
    held.push(lock(i), &counters_[i], held.chain_with(counters_[i].key));
  }
  // The hash of acquiring these locks in this order from nothing.
  uint64_t chain_of(const std::vector<size_t>& order) {
    std::vector<paraudit_held> room(order.size() + 2);
    paraudit_fast_state fresh{};
    fresh.bottom = fresh.top = room.data() + 1;
    HeldStack held(fresh);
    for (size_t i : order)
      held.push(lock(i), &counters_[i], held.chain_with(counters_[i].key));
    return fresh.top[-1].chain;
  }

  paraudit_fast_state fast_{};
  std::vector<paraudit_held> entries_;
  std::vector<paraudit_counter> counters_;
  ChainSet chains_;
};

using HeldStackTest = Fixture;
using ChainSetTest = Fixture;

TEST_F(HeldStackTest, ChainsDependOnTheLocksAndTheirOrder) {
  EXPECT_NE(chain_of({1, 2}), chain_of({2, 1}));
  EXPECT_NE(chain_of({1, 2}), chain_of({1, 2, 2}));
  EXPECT_NE(chain_of({1}), chain_of({2}));
  EXPECT_EQ(chain_of({3, 1, 2}), chain_of({3, 1, 2}));
}

TEST_F(HeldStackTest, MatchesAListWhateverTheOrderOfReleases) {
  std::mt19937 random(1);
  std::vector<size_t> model;
  for (int step = 0; step < 20000; ++step) {
    HeldStack held(fast_);
    if (model.empty() || (!held.full() && random() % 2 == 0)) {
      size_t i = random() % counters_.size();
      acquire(i);
      model.push_back(i);
    } else {
      size_t at = random() % 4 == 0 ? random() % model.size() : model.size() - 1;
      // The innermost of equal ones goes.
      auto last = std::find(model.rbegin(), model.rend(), model[at]);
      held.remove(held.find(lock(model[at])));
      model.erase(std::next(last).base());
    }
    ASSERT_EQ(held.depth(), model.size());
    for (size_t i = 0; i < model.size(); ++i)
      ASSERT_EQ(held[static_cast<uint32_t>(i)].lock, lock(model[i]));
    if (!model.empty()) {
      ASSERT_EQ(fast_.top[-1].chain, chain_of(model));
    }
  }
}

TEST_F(HeldStackTest, FindsOnlyWhatIsHeld) {
  acquire(1);
  acquire(2);
  HeldStack held(fast_);
  EXPECT_TRUE(held.holds(lock(1)));
  EXPECT_FALSE(held.holds(lock(3)));
  held.remove(held.find(lock(1)));
  EXPECT_FALSE(held.holds(lock(1)));
  EXPECT_EQ(fast_.top[-1].chain, chain_of({2})) << "the lock left is now the outermost";
}

TEST_F(ChainSetTest, KnowsWhatWasInsertedWhileItGrows) {
  std::mt19937_64 random(2);
  std::set<uint64_t> model;
  for (int i = 0; i < 50000; ++i) {
    uint64_t chain = random() % 4 == 0 && !model.empty() ? *model.lower_bound(*model.begin()) : random() | 1;
    bool fresh = model.insert(chain).second;
    ASSERT_EQ(chains_.insert(chain, fast_), fresh ? ChainSet::Result::kNew : ChainSet::Result::kKnown);
  }
  for (uint64_t chain : model)
    ASSERT_EQ(chains_.insert(chain, fast_), ChainSet::Result::kKnown);
}

TEST_F(ChainSetTest, InlinePathSeesThePublishedTable) {
  uint64_t chain = chain_of({1, 2});
  EXPECT_NE(fast_.chains[chain >> fast_.chain_shift], chain);
  chains_.insert(chain, fast_);
  EXPECT_EQ(fast_.chains[chain >> fast_.chain_shift], chain);
}

} // namespace
} // namespace paraudit::lock_order
