// Acquisitions and releases: of the typed locks (by class) and of foreign locks (by address).

#include "runtime/trace/lock_memory.h"
#include "runtime/trace/order_check.h"
#include "runtime/trace/recorder.h"

namespace paraudit::trace {
namespace {

struct Acquisition {
  const void* lock;
  uint32_t class_id, mode;
  const void* site;
  uint32_t form;
  uint64_t wait_start, wait_end; // 0, 0 unless contended
  KeyTable::Slot* shadow;
  const void* holder_site = nullptr;
};

void acquired(ThreadState& state, const Acquisition& what) {
  lock_order::HeldStack held(paraudit_fast);
  paraudit_counter* counter = find_counter(state, what.site, what.form, what.class_id, what.mode);
  ++counter->acquisitions;
  bool sampled = paraudit_fast.countdown <= 1;
  if (sampled)
    set_countdown(state);
  else
    --paraudit_fast.countdown;
  if (held.full())
    return count_drop(Drop::kHeldTooDeep);
  uint64_t chain = held.chain_with(paraudit_counter_key(what.site, what.class_id, what.mode));
  bool nested = held.depth() != 0;
  // Again the same object is no new order, but for a reader: a writer that waits in between would block it for good.
  if (nested && !(what.mode & PARAUDIT_SHARED) && held.holds(what.lock)) {
    chain = paraudit_fast.top[-1].chain;
    nested = false;
  }
  paraudit_held& entry = held.push(what.lock, counter, chain);
  entry.shadow = what.shadow;
  if (nested)
    note_chain(state, chain, nullptr);
  entry.key_hash = paraudit_fast.key_hash;
  paraudit_fast.key_hash = 0;
  if (sampled)
    entry.flags |= PARAUDIT_HELD_SAMPLED;
  if (what.wait_end != 0) {
    paraudit_fast.waits_for = nullptr;
    entry.flags |= PARAUDIT_HELD_CONTENDED;
    entry.wait_ticks = what.wait_end - what.wait_start;
    entry.hold_start = what.wait_end;
    if (what.holder_site != nullptr) {
      entry.flags |= PARAUDIT_HELD_HOLDER | uint64_t{what.form} << PARAUDIT_HELD_FORM_SHIFT;
      entry.holder_site = what.holder_site;
    }
  } else if (sampled) {
    entry.hold_start = now_ticks();
  }
}

// The chain is noted before the thread blocks: should it never get the lock, the trace says why.
void waiting(ThreadState& state, const Acquisition& what) {
  state.wait = {what.site, what.form, what.class_id, what.mode, what.wait_start};
  __atomic_signal_fence(__ATOMIC_SEQ_CST);
  paraudit_fast.waits_for = what.lock;
  lock_order::HeldStack held(paraudit_fast);
  bool classified = what.class_id != 0 && what.class_id < recorder().next_class.load(std::memory_order_relaxed);
  if (held.depth() == 0 || !classified)
    return;
  const KeyTable::Slot* slot = recorder().locks.find(key_of(what.lock));
  paraudit_chain_link last{what.class_id, site_id(what.site, what.form), instance_of_lock(what.lock, slot), what.mode};
  if (held.holds(what.lock)) {
    if (recorder().options.abort_on_cycle != 0)
      report_own_wait(state.index, last);
    return;
  }
  note_chain(state, held.chain_with(paraudit_counter_key(what.site, what.class_id, what.mode)), &last);
}

static_assert(PARAUDIT_FLAG_SHARED == PARAUDIT_SHARED << 10 && PARAUDIT_FLAG_TRY == PARAUDIT_TRY << 10);

// A sampled acquisition in the common case, complete: the lock was free, its counter and chain are known. As with
// paraudit_timed_commit, not in a signal handler that interrupted the recorder.
bool acquired_known(const void* lock, uint32_t class_id, uint32_t mode, const void* site) {
  uint64_t chain = 0;
  if (timeline() || paraudit_fast.countdown > 1 || paraudit_fast.inside != 0 || thread_local_state.state == nullptr)
    return false;
  paraudit_counter* counter = paraudit_find_known(class_id, mode, site, 0, &chain);
  if (counter == nullptr)
    return false;
  paraudit_clocked_commit(lock, counter, chain, PARAUDIT_HELD_SAMPLED, nullptr);
  set_countdown(*thread_local_state.state);
  paraudit_fast.top[-1].hold_start = now_ticks();
  return true;
}

// The other half: the innermost lock, released without waiters, one record.
bool released_known(const void* lock, uint64_t& now) {
  const paraudit_held& held = paraudit_fast.top[-1];
  ThreadState* state = thread_local_state.state;
  if (timeline() || held.lock != lock || held.flags != PARAUDIT_HELD_SAMPLED || held.hold_start == 0 ||
      paraudit_fast.inside != 0 || state == nullptr)
    return false; // a wait alone is written without the clock of its hold's end
  if (now == 0)
    now = now_ticks();
  uint32_t slot = 0;
  if (!slot_of(*state, held.counter, slot))
    return false;
  paraudit_fast.inside = 1;
  __atomic_signal_fence(__ATOMIC_SEQ_CST);
  uint64_t ticks = now - held.hold_start;
  write_record(*state, PARAUDIT_RECORD_HOLD, paraudit_mode_flags(held.counter->mode) | PARAUDIT_FLAG_SAMPLED, now,
               paraudit_span(slot, instance_of_held(held), ticks));
  --paraudit_fast.top;
  paraudit_add_hold(held.counter, ticks);
  anchor_clock(now);
  __atomic_signal_fence(__ATOMIC_SEQ_CST);
  paraudit_fast.inside = 0;
  return true;
}

// Takes the lock off the stack. The token: 1 + its place among the pending releases, or 0.
uint64_t releasing(ThreadState& state, const void* lock) {
  lock_order::HeldStack held(paraudit_fast);
  paraudit_held* entry = held.find(lock);
  if (entry == nullptr) {
    count_drop(Drop::kNotHeld);
    return 0;
  }
  uint32_t place = state.pending_next++ % ThreadState::kPending;
  const KeyTable::Slot* slot = slot_of_held(*entry);
  state.pending[place].held = *entry;
  state.pending[place].waiters = slot == nullptr ? 0 : waiters_of(*slot);
  held.remove(entry);
  return place + 1;
}

void write_wait(ThreadState& state, const paraudit_held& held, uint32_t slot, bool has_slot) {
  ++held.counter->contended;
  held.counter->wait_ticks += held.wait_ticks;
  if (!has_slot)
    return;
  if (held.flags & PARAUDIT_HELD_HOLDER)
    write_record(state, PARAUDIT_RECORD_WAIT_HOLDER, 0, held.hold_start,
                 site_id(held.holder_site, static_cast<uint32_t>(held.flags >> PARAUDIT_HELD_FORM_SHIFT)));
  write_record(state, PARAUDIT_RECORD_WAIT, paraudit_mode_flags(held.counter->mode) | PARAUDIT_FLAG_CONTENDED,
               held.hold_start, paraudit_span(slot, instance_of_held(held), held.wait_ticks));
}

void write_hold(ThreadState& state, const paraudit_held& held, uint32_t slot, bool has_slot, uint64_t now) {
  uint64_t ticks = now - held.hold_start;
  paraudit_add_hold(held.counter, ticks);
  if (!has_slot)
    return;
  uint32_t flags = paraudit_mode_flags(held.counter->mode) | (timeline() ? 0u : uint32_t{PARAUDIT_FLAG_SAMPLED});
  if (held.flags & PARAUDIT_HELD_CONTENDED)
    flags |= PARAUDIT_FLAG_CONTENDED;
  if (held.key_hash != 0)
    write_record(state, PARAUDIT_RECORD_KEY_HASH, 0, now, held.key_hash);
  write_record(state, PARAUDIT_RECORD_HOLD, flags, now, paraudit_span(slot, instance_of_held(held), ticks));
}

// After the unlock: writes what the clock was read for.
void released(ThreadState& state, const paraudit_held& held, bool contended, uint64_t now) {
  bool timed = held.hold_start != 0;
  if (!timed && !contended)
    return;
  if (now == 0) // the end of a hold that is not written needs no clock
    now = contended || (held.flags & PARAUDIT_HELD_SAMPLED) ? now_ticks() : held.hold_start;
  uint32_t slot = 0;
  bool has_slot = slot_of(state, held.counter, slot);
  if (timed && (held.flags & PARAUDIT_HELD_CONTENDED))
    write_wait(state, held, slot, has_slot);
  if (timed && (held.flags & PARAUDIT_HELD_SAMPLED))
    write_hold(state, held, slot, has_slot, now);
  if (contended && has_slot)
    write_record(state, PARAUDIT_RECORD_RELEASE_CONTENDED, paraudit_mode_flags(held.counter->mode), now,
                 paraudit_span(slot, instance_of_held(held), timed ? now - held.hold_start : 0));
  anchor_clock(now);
}

// The class of a lock known by its address: as it was named, else its kind and first acquisition site.
KeyTable::Slot* shadow_of(const void* lock, uint32_t kind, const paraudit_site* site) {
  uint64_t key = key_of(lock);
  KeyTable::Slot* slot = key < 2 ? nullptr : recorder().locks.find_or_insert(key);
  if (slot == nullptr) {
    count_drop(Drop::kTables);
  } else if (slot->value.load(std::memory_order_acquire) == 0) {
    remember_lock(*slot, lock);
    uint32_t none = 0, made = class_id(kind, nullptr, 0, site_id(site, PARAUDIT_SITE_RECORD), 0);
    slot->value.compare_exchange_strong(none, made, std::memory_order_acq_rel);
  }
  return slot;
}

void released_by_token(ThreadState& state, const void* lock, uint64_t token, bool contended, uint64_t now) {
  if (token == 0 || token > ThreadState::kPending)
    return;
  const PendingRelease& release = state.pending[token - 1];
  if (release.held.lock == lock) // else a signal handler's releases took the place
    released(state, release.held, contended || release.waiters != 0, now);
}

} // namespace
} // namespace paraudit::trace

using namespace paraudit::trace;
namespace lock_order = paraudit::lock_order;

uint32_t paraudit_class_of(uint32_t kind, const char* name, const void* construction_site, const void* first_site,
                           uint32_t site_form, uint32_t flags) {
  if (paraudit_recording() == 0)
    return 0;
  return class_id(kind, name, site_id(construction_site, site_form), site_id(first_site, site_form), flags);
}

void paraudit_acquired_slow(const void* lock, uint32_t class_id, uint32_t mode, const void* site, uint32_t site_form,
                            uint64_t wait_start, uint64_t wait_end, const void* holder_site) {
  if (wait_end == 0 && acquired_known(lock, class_id, mode, site))
    return;
  if (Entry entry; entry)
    acquired(*entry, {lock, class_id, mode, site, site_form, wait_start, wait_end, nullptr, holder_site});
}

uint64_t paraudit_releasing_slow(const void* lock) {
  Entry entry;
  return entry ? releasing(*entry, lock) : 0;
}

void paraudit_released_slow(const void* lock, uint64_t token, int contended, uint64_t now) {
  if (token == 0)
    return;
  if (Entry entry; entry)
    released_by_token(*entry, lock, token, contended != 0, now);
}

void paraudit_unlocked_slow(const void* lock, int contended, uint64_t now) {
  if (!contended && released_known(lock, now))
    return;
  Entry entry;
  if (!entry)
    return;
  lock_order::HeldStack held(paraudit_fast);
  paraudit_held* found = held.find(lock);
  if (found == nullptr)
    return count_drop(Drop::kNotHeld);
  paraudit_held release = *found;
  held.remove(found);
  released(*entry, release, contended != 0, now);
}

void paraudit_released_contended(const void* lock, paraudit_counter* counter, void* shadow, uint64_t now) {
  if (Entry entry; entry)
    released(*entry, {lock, counter, 0, 0, 0, 0, 0, {shadow}}, true, now);
}

int paraudit_is_waited_for(const void* shadow) {
  const auto* slot = static_cast<const KeyTable::Slot*>(shadow);
  return slot != nullptr && waiters_of(*slot) != 0;
}

uint64_t paraudit_lock_waiting(const void* lock, uint32_t class_id, uint32_t mode, const void* site,
                               uint32_t site_form) {
  uint64_t now = now_ticks();
  if (Entry entry; entry)
    waiting(*entry, {lock, class_id, mode, site, site_form, now, 0, nullptr});
  return now;
}

uint64_t paraudit_ticks(void) {
  return now_ticks();
}

uint64_t paraudit_lock_wait_begin(const void* lock, uint32_t kind, uint32_t mode, const paraudit_site* site) {
  if (paraudit_recording() == 0)
    return 0;
  KeyTable::Slot* shadow = shadow_of(lock, kind, site);
  uint32_t class_id = shadow == nullptr ? 0 : shadow->value.load(std::memory_order_relaxed);
  if (shadow != nullptr)
    shadow->extra.fetch_add(1, std::memory_order_relaxed);
  return paraudit_lock_waiting(lock, class_id, mode, site, PARAUDIT_SITE_RECORD);
}

void paraudit_lock_wait_end(const void* lock, uint64_t token, int acquired) {
  if (token == 0 || paraudit_recording() == 0)
    return;
  uint64_t now = now_ticks();
  if (KeyTable::Slot* shadow = recorder().locks.find(key_of(lock)))
    shadow->extra.fetch_sub(1, std::memory_order_relaxed);
  paraudit_fast.waits_for = nullptr;
  if (!acquired)
    return count_drop(Drop::kGaveUp);
  if (Entry entry; entry) {
    entry->waited_lock = lock;
    entry->wait_start = token;
    entry->wait_end = now;
  }
}

void paraudit_lock_acquired(const void* lock, uint32_t kind, uint32_t mode, const paraudit_site* site) {
  if (paraudit_recording() == 0)
    return;
  Entry entry;
  if (!entry)
    return;
  KeyTable::Slot* shadow = shadow_of(lock, kind, site);
  uint32_t class_id = shadow == nullptr ? 0 : shadow->value.load(std::memory_order_relaxed);
  bool waited = entry->waited_lock == lock;
  uint64_t chain = 0;
  paraudit_counter* counter =
      waited || kind == PARAUDIT_OBJECT_RECURSIVE ? nullptr : paraudit_fast_probe(class_id, mode, site, &chain);
  if (counter != nullptr) {
    paraudit_fast_commit(lock, counter, chain);
    paraudit_fast.top[-1].shadow = shadow;
    return;
  }
  entry->waited_lock = nullptr;
  acquired(*entry, {lock, class_id, mode, site, PARAUDIT_SITE_RECORD, waited ? entry->wait_start : 0,
                    waited ? entry->wait_end : 0, shadow});
}

uint64_t paraudit_lock_releasing(const void* lock) {
  if (paraudit_recording() == 0)
    return 0;
  Entry entry;
  return entry ? releasing(*entry, lock) : 0;
}

void paraudit_lock_released(const void* lock, uint64_t token) {
  paraudit_released_slow(lock, token, 0, 0);
}

void paraudit_lock_name(const void* lock, uint32_t kind, const char* class_name, const paraudit_site* site) {
  uint64_t key = key_of(lock);
  if (paraudit_recording() == 0 || key < 2)
    return;
  KeyTable::Slot* slot = recorder().locks.find_or_insert(key);
  if (slot == nullptr)
    return count_drop(Drop::kTables);
  if (slot->value.load(std::memory_order_acquire) == 0)
    remember_lock(*slot, lock);
  uint32_t construction = site_id(site, PARAUDIT_SITE_RECORD);
  slot->value.store(class_id(kind, class_name, construction, 0, 0), std::memory_order_release);
}

void paraudit_lock_forget(const void* lock) {
  if (paraudit_recording() != 0)
    forget_lock(lock);
}
