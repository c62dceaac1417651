// The locks that one thread holds, innermost last, and the hash of the chain that they form.
//
// Works on the thread's struct paraudit_fast_state, together with the inline path of runtime/abi/fast_path.h. Single
// thread; a signal handler of that thread may push and pop in between as long as it pops what it pushed. No limit but
// the room it is given. Cost: constant at the top, linear in the distance from the top otherwise.
#ifndef PARAUDIT_RUNTIME_LOCK_ORDER_HELD_STACK_H
#define PARAUDIT_RUNTIME_LOCK_ORDER_HELD_STACK_H

#include "runtime/abi/fast_path.h"

namespace paraudit::lock_order {

class HeldStack {
 public:
  explicit HeldStack(paraudit_fast_state& fast) : fast_(fast) {}

  uint32_t depth() const { return static_cast<uint32_t>(fast_.top - fast_.bottom); }
  bool full() const { return fast_.top == fast_.limit; }
  const paraudit_held& operator[](uint32_t index) const { return fast_.bottom[index]; }

  // The hash of the chain that acquiring a lock with this counter key makes.
  uint64_t chain_with(uint64_t key) const {
    uint64_t spread = paraudit_key_spread(key);
    return depth() == 0 ? spread : paraudit_chain_extend(fast_.top[-1].chain, spread);
  }

  bool holds(const void* lock) const { return find(lock) != nullptr; }

  // Pushes an entry with the clock's fields empty. Precondition: not full().
  paraudit_held& push(const void* lock, paraudit_counter* counter, uint64_t chain) {
    paraudit_held* entry = fast_.top;
    fast_.top = entry + 1;
    __atomic_signal_fence(__ATOMIC_SEQ_CST);
    *entry = {lock, counter, chain, 0, 0, 0, 0, {nullptr}};
    return *entry;
  }

  // The innermost entry of this lock, or null.
  paraudit_held* find(const void* lock) const {
    for (paraudit_held* entry = fast_.top; entry != fast_.bottom;)
      if ((--entry)->lock == lock)
        return entry;
    return nullptr;
  }

  // Takes an entry out; what was acquired after it moves down and forms a new chain.
  void remove(paraudit_held* entry) {
    for (paraudit_held* next = entry + 1; next != fast_.top; ++entry, ++next) {
      *entry = *next;
      uint64_t spread = paraudit_key_spread(next->counter->key);
      entry->chain = entry == fast_.bottom ? spread : paraudit_chain_extend(entry[-1].chain, spread);
    }
    fast_.top = entry;
  }

 private:
  paraudit_fast_state& fast_;
};

} // namespace paraudit::lock_order
#endif
