// A map from nonzero 64-bit keys to a value and a spare word, shared by all threads without a lock.
//
// Grows by levels of doubling size and never moves a slot, so that a slot's address may be kept. Keys are found within
// a window of kWindow slots per level. Thread-safety: every function from any thread and from signal handlers; two
// threads that insert one key at the same moment get the same slot, unless slots are erased meanwhile (then there may
// be two, each valid). Cost: a hit in the first level about 3 ns. Memory: 16 bytes a slot, pages untouched cost
// nothing. Limit: about four million keys; insert returns null beyond.
#ifndef PARAUDIT_RUNTIME_TRACE_KEY_TABLE_H
#define PARAUDIT_RUNTIME_TRACE_KEY_TABLE_H

#include <atomic>
#include <cstdint>

namespace paraudit::trace {

class KeyTable {
 public:
  struct Slot {
    std::atomic<uint64_t> key;
    std::atomic<uint32_t> value; // 0: not known yet
    std::atomic<uint32_t> extra;
  };

  Slot* find(uint64_t key) const;
  Slot* find_or_insert(uint64_t key);
  void erase(uint64_t key);
  // Makes room for some ten thousand keys ahead of their time.
  void reserve();
  // Calls `visit` with every slot that holds a key. Cost: linear in the slots made.
  template <class Visit> void for_each(Visit visit) const {
    for (uint32_t number = 0; number < kLevels; ++number)
      if (Slot* slots = levels_[number].load(std::memory_order_acquire))
        for (uint32_t i = 0; i < 1u << (kFirstBits + number); ++i)
          if (slots[i].key.load(std::memory_order_acquire) > kErased)
            visit(slots[i]);
  }
  // Sets every slot's spare word to 0. Cost: linear in the slots made.
  void clear_extra();

 private:
  static constexpr uint32_t kLevels = 12, kFirstBits = 10, kWindow = 8;
  static constexpr uint64_t kFree = 0, kErased = 1;

  Slot* level(uint32_t number);

  std::atomic<Slot*> levels_[kLevels] = {};
};

} // namespace paraudit::trace
#endif
