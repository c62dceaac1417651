// Where the locks lie that are known by their address alone, so that they are forgotten with their memory; and which
// life of an address a lock is.
//
// Thread-safe and signal-safe, as KeyTable is. Cost: of a lock seen for the first time about 20 ns, of one whose memory
// is given back as much; 128 bytes of memory for a page that held one. Limits: a million such pages; a lock whose
// address is no multiple of four (a byte that is spun on) is not forgotten with its memory.
#ifndef PARAUDIT_RUNTIME_TRACE_LOCK_MEMORY_H
#define PARAUDIT_RUNTIME_TRACE_LOCK_MEMORY_H

#include "runtime/abi/fast_path.h"
#include "runtime/trace/key_table.h"

#include <cstdint>

namespace paraudit::trace {

// In a lock's slot: the spare word counts its waiters and says which life of its address it is.
constexpr uint32_t kWaitersBits = 20, kWaitersMask = (1u << kWaitersBits) - 1;

// To be called when the lock's slot has no class yet.
void remember_lock(KeyTable::Slot& slot, const void* lock);
// Maps what it would map when it is first used.
void reserve_lock_memory();
// It is gone.
void forget_lock(const void* lock);

inline uint32_t waiters_of(const KeyTable::Slot& slot) {
  return slot.extra.load(std::memory_order_relaxed) & kWaitersMask;
}
// As paraudit_instance, but another number for each life of the address. `slot`: null where the lock has a type.
uint32_t instance_of_lock(const void* lock, const KeyTable::Slot* slot);

// The slot of a held lock; null where the lock has a type, or is gone.
const KeyTable::Slot* slot_of_held(const paraudit_held& held);
inline uint32_t instance_of_held(const paraudit_held& held) {
  return instance_of_lock(held.lock, slot_of_held(held));
}

} // namespace paraudit::trace
#endif
