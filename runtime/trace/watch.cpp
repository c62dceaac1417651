// Watched accesses: which threads touched a state of the findings, where, with which locks held. Each (thread, place,
// address, locks held) is written once for every stretch between two forks or joins of its thread, so that their order
// can be told. A sample by address, the same in all threads, keeps states of many objects within the log.

#include "runtime/trace/recorder.h"

namespace paraudit::trace {
namespace {

constexpr uint32_t kMaxStates = 4096;
constexpr uint32_t kRecordsPerLevel = 4096; // then half as many addresses

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

} // namespace
} // namespace paraudit::trace

using namespace paraudit::trace;

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
  uint64_t own = uint64_t{entry->index} << 32 | entry->epoch, process = recorder().log.header().pid;
  uint64_t key =
      paraudit_mix(paraudit_mix(own + 1) ^ reinterpret_cast<uintptr_t>(point)) ^ paraudit_mix(at ^ process << 48);
  key = hash_of_held(key) | 2; // 0 and 1 are no keys
  KeyTable::Slot* slot = recorder().accesses.find_or_insert(key);
  if (slot == nullptr)
    return count_drop(Drop::kTables);
  if (slot->value.load(std::memory_order_relaxed) != 0)
    return;
  slot->value.store(1, std::memory_order_relaxed);
  count_record(state);
  write_access(*entry, *point, number, at);
}
