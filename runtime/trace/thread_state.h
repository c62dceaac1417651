// What the recorder keeps for one thread: its mapped file, its held stack, its known chains.
//
// Owned by its thread: no member may be touched by another; the watchdog looks at copies (own_memory.h). Lives in
// memory of its own, mapped when the thread is first seen and unmapped when it ends. A thread file has its blocks
// allocated before they are written, so that a full disk is a refused record and never SIGBUS.
#ifndef PARAUDIT_RUNTIME_TRACE_THREAD_STATE_H
#define PARAUDIT_RUNTIME_TRACE_THREAD_STATE_H

#include "runtime/abi/fast_path.h"
#include "runtime/lock_order/chain_set.h"
#include "runtime/lock_order/held_stack.h"

#include <cstdint>

namespace paraudit::trace {

// A release between its two halves: taken off the stack, not yet written.
struct PendingRelease {
  paraudit_held held;
  uint32_t waiters;
};

// A wait for a lock, as the watchdog shows it; which lock: paraudit_fast_state's waits_for.
struct LockWait {
  const void* site;
  uint32_t form, class_id, mode;
  uint64_t since; // ticks
};

struct ThreadState {
  static constexpr uint32_t kPending = 8;        // nested only by signal handlers
  static constexpr uint32_t kAddressSlots = 512; // power of two
  static constexpr uint32_t kMaxHeld = 1u << 16;
  static constexpr uint32_t kLongestChain = 1024;

  paraudit_thread_header* file;
  uint64_t file_bytes;
  paraudit_counter* counters;
  uint64_t counters_used;
  paraudit_record* ring;
  uint64_t ring_allocated; // records whose blocks on the disk exist
  uint64_t ring_ready;     // timeline mode: records that can be written at once; never more than allocated
  uint32_t index, parent_index;
  const paraudit_fast_state* fast; // the thread's own, for the watchdog
  uint64_t pthread;                // its pthread_t
  uint32_t stack;                  // see paraudit_stack
  uint64_t stack_since;            // ticks
  LockWait wait;
  uint32_t epoch;    // threads created and joined, things handed over and phases entered, so far
  uint32_t news;     // watched accesses and takeovers in the log: what there is to hand over
  bool ring_stopped; // timeline mode: full, or the disk is
  int exit_rounds;

  paraudit_counter overflow; // stands in for counters that found no slot
  lock_order::ChainSet chains;
  PendingRelease pending[kPending];
  uint32_t pending_next;
  const void* waited_lock; // a contended acquisition between wait_end and acquired
  uint64_t wait_start, wait_end;
  uint64_t random;
  uint64_t next_task, last_task; // task ids handed to this thread
  const void* phase_group;       // see paraudit_phase
  uint64_t phase;
  struct {
    const void* address;
    const paraudit_site* site;
  } addresses[kAddressSlots];

  paraudit_chain_link links[kLongestChain]; // scratch
  paraudit_held guard_entry;                // what top[-1] is when nothing is held
  paraudit_held held[kMaxHeld];
};

} // namespace paraudit::trace
#endif
