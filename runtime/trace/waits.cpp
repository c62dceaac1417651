// Waits for things that are no locks. A wait may begin on one thread and end on another (a task that was suspended), so
// its state lives in a pool of the process and the token names its place there.

#include "runtime/trace/waits.h"

#include "runtime/trace/mapped_once.h"
#include "runtime/trace/recorder.h"

namespace paraudit::trace {
namespace {

struct Wait : WaitInProgress {
  std::atomic<uint32_t> generation; // odd while in use
};

constexpr uint32_t kMaxWaits = 1u << 16, kProbes = 64;
std::atomic<Wait*> wait_pool{nullptr};
std::atomic<uint32_t> next_wait{0};
constinit KeyTable
    owners{}; // address of an object -> index of the thread that will end the waits for it; extra: its stack

Wait* pool() {
  return mapped_once(wait_pool, kMaxWaits);
}

// Takes a free place; the token is its generation and index, never 0.
Wait* take(uint64_t& token) {
  Wait* waits = pool();
  for (uint32_t probe = 0; waits != nullptr && probe < kProbes; ++probe) {
    uint32_t index = next_wait.fetch_add(1, std::memory_order_relaxed) % kMaxWaits;
    uint32_t generation = waits[index].generation.load(std::memory_order_relaxed);
    if (generation % 2 == 0 &&
        waits[index].generation.compare_exchange_strong(generation, generation + 1, std::memory_order_acquire)) {
      token = uint64_t{generation + 1} << 32 | index;
      return &waits[index];
    }
  }
  count_drop(Drop::kWaits);
  return nullptr;
}

Wait* named_by(uint64_t token) {
  Wait* waits = wait_pool.load(std::memory_order_acquire);
  uint32_t index = static_cast<uint32_t>(token);
  if (waits == nullptr || index >= kMaxWaits || waits[index].generation.load(std::memory_order_acquire) != token >> 32)
    return nullptr;
  return &waits[index];
}

// As it was named, else its kind and the site of the wait: objects come and go, sites stay.
uint32_t class_of_object(const void* object, uint32_t kind, const paraudit_site* site) {
  uint64_t key = key_of(object);
  KeyTable::Slot* slot = key < 2 ? nullptr : recorder().locks.find(key);
  uint32_t named = slot == nullptr ? 0 : slot->value.load(std::memory_order_relaxed);
  return named != 0 ? named : class_id(kind, nullptr, 0, site_id(site, PARAUDIT_SITE_RECORD), 0);
}

uint32_t instance_of(const void* object, uint64_t key) {
  return object != nullptr ? paraudit_instance(object)
                           : paraudit_instance(reinterpret_cast<const void*>(static_cast<uintptr_t>(key)));
}

// Locks held while waiting are an order too: the object is what a chain of held locks ends in.
void note_held_while_waiting(ThreadState& state, const Wait& wait) {
  lock_order::HeldStack held(paraudit_fast);
  if (held.depth() == 0)
    return;
  paraudit_chain_link last{wait.class_id, site_id(wait.site, PARAUDIT_SITE_RECORD), instance_of(wait.object, wait.key),
                           PARAUDIT_EXCLUSIVE};
  note_chain(state, held.chain_with(paraudit_counter_key(wait.site, wait.class_id, PARAUDIT_EXCLUSIVE)), &last);
}

} // namespace

void reserve_waits() {
  pool();
  owners.reserve();
}

// Only a look from outside: what it sees of a wait that changes just now may be mixed.
__attribute__((no_sanitize("thread"))) bool wait_at(uint32_t place, WaitInProgress& wait, bool& end) {
  Wait* waits = wait_pool.load(std::memory_order_acquire);
  uint32_t used = next_wait.load(std::memory_order_relaxed);
  end = waits == nullptr || place + 1 >= (used < kMaxWaits ? used : kMaxWaits);
  if (waits == nullptr || place >= kMaxWaits)
    return false;
  uint32_t generation = waits[place].generation.load(std::memory_order_acquire);
  wait = waits[place];
  return generation % 2 == 1 && wait.start != 0 &&
         waits[place].generation.load(std::memory_order_acquire) == generation;
}

Owner owner_of(const void* object) {
  KeyTable::Slot* slot = key_of(object) < 2 ? nullptr : owners.find(key_of(object));
  if (slot == nullptr)
    return {};
  return {slot->value.load(std::memory_order_relaxed), slot->extra.load(std::memory_order_relaxed)};
}

} // namespace paraudit::trace

using namespace paraudit::trace;

void paraudit_object_owned(const void* object) {
  if (paraudit_recording() == 0 || key_of(object) < 2)
    return;
  Entry entry;
  KeyTable::Slot* slot = entry ? owners.find_or_insert(key_of(object)) : nullptr;
  if (slot == nullptr)
    return;
  slot->extra.store(entry->stack, std::memory_order_relaxed);
  slot->value.store(entry->index, std::memory_order_relaxed);
}

void paraudit_object_disowned(const void* object) {
  if (paraudit_recording() == 0 || key_of(object) < 2)
    return;
  owners.erase(key_of(object));
  if (Entry entry; entry)
    note_handover(*entry, object, PARAUDIT_HANDOVER_GIVE);
}

uint64_t paraudit_wait_begin(const void* object, uint32_t kind, uint64_t key, const paraudit_site* site) {
  if (paraudit_recording() == 0)
    return 0;
  Entry entry;
  uint64_t token = 0;
  Wait* wait = entry ? take(token) : nullptr;
  if (wait == nullptr)
    return 0;
  static_cast<WaitInProgress&>(*wait) = {
      class_of_object(object, kind, site), kind, entry->index, entry->stack, object, site, key, 0};
  note_held_while_waiting(*entry, *wait);
  wait->start = now_ticks();
  return token;
}

void paraudit_wait_end(const void* object, uint64_t token) {
  if (token == 0 || paraudit_recording() == 0)
    return;
  Wait* wait = named_by(token);
  if (wait == nullptr)
    return;
  uint64_t now = now_ticks();
  if (Entry entry; entry) {
    paraudit_counter* counter =
        find_counter(*entry, wait->site, PARAUDIT_SITE_RECORD, wait->class_id, PARAUDIT_EXCLUSIVE);
    ++counter->acquisitions;
    ++counter->contended;
    counter->wait_ticks += now - wait->start;
    uint32_t slot = 0;
    if (slot_of(*entry, counter, slot)) {
      if (wait->key != 0)
        write_record(*entry, PARAUDIT_RECORD_KEY_HASH, 0, now, wait->key);
      write_record(*entry, PARAUDIT_RECORD_OBJECT_WAIT, 0, now,
                   paraudit_span(slot, instance_of(wait->object, wait->key), now - wait->start));
    }
    anchor_clock(now);
    note_handover(*entry, object, PARAUDIT_HANDOVER_TAKE);
  }
  wait->start = 0;
  wait->generation.fetch_add(1, std::memory_order_release);
}

void paraudit_signal(const void* object, uint32_t kind, const paraudit_site* site) {
  if (paraudit_recording() == 0)
    return;
  Entry entry;
  if (!entry)
    return;
  note_handover(*entry, object, PARAUDIT_HANDOVER_GIVE);
  uint32_t class_id = class_of_object(object, kind, site), slot = 0;
  paraudit_counter* counter = find_counter(*entry, site, PARAUDIT_SITE_RECORD, class_id, PARAUDIT_EXCLUSIVE);
  ++counter->acquisitions;
  if (timeline() && slot_of(*entry, counter, slot))
    write_record(*entry, PARAUDIT_RECORD_OBJECT_SIGNAL, 0, now_ticks(),
                 paraudit_span(slot, paraudit_instance(object), 0));
}
