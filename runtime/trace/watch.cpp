// Watched accesses: which threads touched a state of the findings, where, with which locks held. Each (thread, place,
// address, locks held) is written once for every stretch between two forks, joins or handovers of its thread, so that
// their order can be told; what comes back in stretch after stretch less and less often. A sample by address, the same
// in all threads, keeps states of many objects within the log. Once half of that is full no more is written: an access
// whose handover is missing would be taken for a race.

#include "runtime/trace/recorder.h"

namespace paraudit::trace {
namespace {

constexpr uint32_t kMaxStates = 4096;
constexpr uint32_t kRecordsPerLevel = 4096; // then half as many addresses
constexpr uint32_t kEpochsEach = 32;        // then as their number doubles

struct WatchedState {
  std::atomic<uintptr_t> begin, end; // of the object; 0, 0 while not known, or of a field
  std::atomic<uint32_t> records, level;
};
constinit WatchedState watched_states[kMaxStates]{};

uint64_t hash_of_held(uint64_t hash) {
  for (const paraudit_held* held = paraudit_fast.bottom; held != paraudit_fast.top; ++held)
    hash = paraudit_mix(hash ^ paraudit_mix(held->counter->key + 1) ^ reinterpret_cast<uintptr_t>(held->lock));
  return hash;
}

// Offset 0 is in every sample: a state that is one object is never lost.
bool sampled(const WatchedState& state, uint64_t offset) {
  uint32_t level = state.level.load(std::memory_order_relaxed);
  return level == 0 || (paraudit_mix(offset) & ((1ull << level) - 1)) == 0;
}

void count_record(WatchedState& state) {
  constexpr uint32_t kLevels = 40;
  uint32_t count = state.records.fetch_add(1, std::memory_order_relaxed) + 1;
  if (count % kRecordsPerLevel == 0 && state.level.load(std::memory_order_relaxed) < kLevels)
    state.level.fetch_add(1, std::memory_order_relaxed);
}

void write_access(ThreadState& thread, const paraudit_watch_point& point, uint32_t number, uint64_t address) {
  uint32_t length = links_of_held(thread);
  paraudit_meta_watched meta{now_ticks(),  address,     number, site_id(point.site, PARAUDIT_SITE_RECORD),
                             thread.index, point.flags, length, 0};
  Piece pieces[] = {{&meta, sizeof(meta)}, {thread.links, length * sizeof(*thread.links)}};
  recorder().log.append(PARAUDIT_META_WATCHED, pieces, 2);
}

bool watching() {
  return recorder().next_watched.load(std::memory_order_relaxed) > 1;
}

bool has_room() {
  const paraudit_process_header& header = recorder().log.header();
  if (__atomic_load_n(&header.log_reserved, __ATOMIC_RELAXED) < header.log_capacity / 2)
    return true;
  count_drop(Drop::kWatch);
  return false;
}

// Of one thread's access that comes back: whether this time is to be written.
bool is_due(KeyTable::Slot& seen, uint32_t epoch) {
  if (seen.value.load(std::memory_order_relaxed) == epoch + 1)
    return false;
  seen.value.store(epoch + 1, std::memory_order_relaxed);
  uint32_t times = seen.extra.fetch_add(1, std::memory_order_relaxed) + 1;
  return times <= kEpochsEach || (times & (times - 1)) == 0;
}

uint64_t key_of_object(uint64_t salt, const void* object) {
  return paraudit_mix(paraudit_mix(salt + 1) ^ reinterpret_cast<uintptr_t>(object)) | 2; // 0 and 1 are no keys
}

// Gives only what is new since this thread last gave to this object. The object's slot counts what it was given; who
// sees the count must read a later clock, so the giver has read its own before.
bool gives(ThreadState& state, KeyTable::Slot& of_object, KeyTable::Slot& of_thread) {
  if (of_thread.value.load(std::memory_order_relaxed) == state.news)
    return false;
  of_thread.value.store(state.news, std::memory_order_relaxed);
  of_object.value.fetch_add(1, std::memory_order_release);
  ++state.epoch;
  return true;
}

// Takes only what this thread has not taken from this object yet.
bool takes(ThreadState& state, KeyTable::Slot& of_object, KeyTable::Slot& of_thread) {
  uint32_t given = of_object.value.load(std::memory_order_acquire);
  if (given == of_thread.extra.load(std::memory_order_relaxed))
    return false;
  of_thread.extra.store(given, std::memory_order_relaxed);
  ++state.news;
  return true;
}

} // namespace

void note_handover(ThreadState& state, const void* object, uint32_t flags) {
  if (!watching())
    return;
  uint64_t process = recorder().log.header().pid;
  bool give = (flags & PARAUDIT_HANDOVER_GIVE) != 0;
  uint64_t whole = key_of_object(process << 32, object), own = key_of_object(process << 32 | state.index, object);
  KeyTable& table = recorder().handovers;
  KeyTable::Slot* of_object = give ? table.find_or_insert(whole) : table.find(whole);
  KeyTable::Slot* of_thread = of_object == nullptr ? nullptr : table.find_or_insert(own);
  if (of_thread == nullptr)
    return;
  uint64_t now = now_ticks();
  if ((give ? !gives(state, *of_object, *of_thread) : !takes(state, *of_object, *of_thread)) || !has_room())
    return;
  paraudit_meta_handover meta{give ? now : now_ticks(), reinterpret_cast<uintptr_t>(object), state.index, flags};
  recorder().log.append(PARAUDIT_META_HANDOVER, meta);
}

} // namespace paraudit::trace

using namespace paraudit::trace;

void paraudit_handover(const void* object, uint32_t flags) {
  if (paraudit_recording() == 0 || object == nullptr)
    return;
  if (Entry entry; entry)
    note_handover(*entry, object, flags);
}

void paraudit_watch_states(paraudit_watched_state* states, uint64_t count) {
  if (paraudit_recording() == 0)
    return;
  Entry entry;
  if (!entry)
    return;
  for (uint64_t i = 0; i < count; ++i) {
    uint32_t number = watched_number(states[i].id);
    if (number == 0 || number >= kMaxStates) {
      count_drop(Drop::kTables);
      continue;
    }
    if (states[i].object != nullptr) {
      auto begin = reinterpret_cast<uintptr_t>(states[i].object);
      watched_states[number].end.store(begin + states[i].bytes, std::memory_order_relaxed);
      watched_states[number].begin.store(begin, std::memory_order_relaxed);
    }
    __atomic_store_n(&states[i].number, number, __ATOMIC_RELEASE);
  }
}

void paraudit_watch(const paraudit_watch_point* point, const void* address) {
  uint32_t number = __atomic_load_n(&point->state->number, __ATOMIC_RELAXED);
  if (number == 0 || paraudit_recording() == 0)
    return;
  WatchedState& state = watched_states[number];
  auto at = reinterpret_cast<uintptr_t>(address);
  uintptr_t begin = state.begin.load(std::memory_order_relaxed);
  if (point->state->is_field == 0 && (at < begin || at >= state.end.load(std::memory_order_relaxed)))
    return;
  if (!sampled(state, at - begin))
    return;
  Entry entry;
  if (!entry)
    return;
  uint64_t own = entry->index, process = recorder().log.header().pid;
  uint64_t key =
      paraudit_mix(paraudit_mix(own + 1) ^ reinterpret_cast<uintptr_t>(point)) ^ paraudit_mix(at ^ process << 48);
  key = hash_of_held(key) | 2; // 0 and 1 are no keys
  KeyTable::Slot* slot = recorder().accesses.find_or_insert(key);
  if (slot == nullptr)
    return count_drop(Drop::kTables);
  if (!is_due(*slot, entry->epoch) || !has_room())
    return;
  ++entry->news;
  count_record(state);
  write_access(*entry, *point, number, at);
}
