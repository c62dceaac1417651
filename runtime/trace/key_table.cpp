#include "runtime/trace/key_table.h"

#include "runtime/abi/trace_format.h"
#include "runtime/trace/mapped_once.h"

namespace paraudit::trace {
namespace {

uint32_t home(uint64_t key, uint32_t bits) {
  return static_cast<uint32_t>(paraudit_mix(key) >> (64 - bits));
}

} // namespace

KeyTable::Slot* KeyTable::find(uint64_t key) const {
  for (uint32_t number = 0; number < kLevels; ++number) {
    Slot* slots = levels_[number].load(std::memory_order_acquire);
    if (slots == nullptr)
      return nullptr;
    uint32_t bits = kFirstBits + number, start = home(key, bits), mask = (1u << bits) - 1;
    for (uint32_t i = 0; i < kWindow; ++i) {
      Slot& slot = slots[(start + i) & mask];
      uint64_t found = slot.key.load(std::memory_order_acquire);
      if (found == key)
        return &slot;
      if (found == kFree)
        return nullptr; // an insertion would have stopped here: erased slots never become free again
    }
  }
  return nullptr;
}

KeyTable::Slot* KeyTable::find_or_insert(uint64_t key) {
  if (Slot* found = find(key))
    return found;
  for (uint32_t number = 0; number < kLevels; ++number) {
    Slot* slots = level(number);
    if (slots == nullptr)
      return nullptr;
    uint32_t bits = kFirstBits + number, start = home(key, bits), mask = (1u << bits) - 1;
    for (uint32_t i = 0; i < kWindow; ++i) {
      Slot& slot = slots[(start + i) & mask];
      uint64_t found = slot.key.load(std::memory_order_acquire);
      if ((found == kFree || found == kErased) &&
          slot.key.compare_exchange_strong(found, key, std::memory_order_acq_rel))
        return &slot;
      if (found == key)
        return &slot;
    }
  }
  return nullptr;
}

void KeyTable::erase(uint64_t key) {
  Slot* slot = find(key);
  if (slot == nullptr)
    return;
  slot->value.store(0, std::memory_order_relaxed);
  slot->extra.store(0, std::memory_order_relaxed);
  slot->key.store(kErased, std::memory_order_release);
}

void KeyTable::reserve() {
  constexpr uint32_t kReserved = 4;
  for (uint32_t number = 0; number < kReserved; ++number)
    level(number);
}

void KeyTable::clear_extra() {
  for_each([](Slot& slot) {
    if (slot.extra.load(std::memory_order_relaxed) != 0)
      slot.extra.store(0, std::memory_order_relaxed);
  });
}

KeyTable::Slot* KeyTable::level(uint32_t number) {
  return mapped_once(levels_[number], size_t{1} << (kFirstBits + number));
}

} // namespace paraudit::trace
