// A hash table from 64-bit keys to small values, for loops over millions of records: open addressing, no deletion.
//
// Thread-safety: one thread. Cost: about 3 ns a look-up while the table fits the cache; two slots a key at worst.
// References stay valid until the next `operator[]` of a new key. Keys may have any value but ~0.
#ifndef PARAUDIT_REPORTS_ANALYSIS_FLAT_TABLE_H
#define PARAUDIT_REPORTS_ANALYSIS_FLAT_TABLE_H

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "runtime/abi/trace_format.h"

namespace paraudit::reports {

template <class Value> class FlatTable {
 public:
  struct Slot {
    std::uint64_t key = kFree;
    Value value{};
  };

  Value& operator[](std::uint64_t key) {
    if (slots_.empty() || size_ * 2 > slots_.size())
      grow();
    Slot& slot = slots_[place_of(key)];
    if (slot.key == kFree) {
      slot.key = key;
      ++size_;
    }
    return slot.value;
  }
  Value* find(std::uint64_t key) {
    if (slots_.empty())
      return nullptr;
    Slot& slot = slots_[place_of(key)];
    return slot.key == kFree ? nullptr : &slot.value;
  }
  const Value* find(std::uint64_t key) const { return const_cast<FlatTable*>(this)->find(key); }
  std::size_t size() const { return size_; }
  // In no order.
  template <class Visit> void for_each(Visit visit) const {
    for (const Slot& slot : slots_)
      if (slot.key != kFree)
        visit(slot.key, slot.value);
  }
  template <class Visit> void for_each_value(Visit visit) {
    for (Slot& slot : slots_)
      if (slot.key != kFree)
        visit(slot.value);
  }

 private:
  static constexpr std::uint64_t kFree = ~std::uint64_t{0};

  // Where the key is, or the free slot where it belongs.
  std::size_t place_of(std::uint64_t key) const {
    std::size_t mask = slots_.size() - 1, at = paraudit_mix(key) & mask;
    while (slots_[at].key != key && slots_[at].key != kFree)
      at = (at + 1) & mask;
    return at;
  }
  void grow() {
    std::vector<Slot> before = std::exchange(slots_, std::vector<Slot>(slots_.empty() ? 16 : 2 * slots_.size()));
    for (Slot& slot : before)
      if (slot.key != kFree)
        slots_[place_of(slot.key)] = std::move(slot);
  }

  std::vector<Slot> slots_;
  std::size_t size_ = 0;
};

} // namespace paraudit::reports

#endif
