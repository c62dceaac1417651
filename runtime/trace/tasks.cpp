// Tasks (timeline mode) and threads. A task's token is its id and its label, as the records hold them.

#include "runtime/trace/recorder.h"

namespace paraudit::trace {
namespace {

// Ids come in blocks, so that spawning does not write shared memory each time.
uint64_t new_task_id(ThreadState& state) {
  constexpr uint64_t kBlock = 1024, kIds = 1ull << 40;
  if (state.next_task == state.last_task) {
    state.next_task = recorder().next_task.fetch_add(kBlock, std::memory_order_relaxed) % kIds;
    state.last_task = state.next_task + kBlock;
  }
  return ++state.next_task; // never 0
}

void write_task(uint32_t kind, uint64_t task) {
  if (task == 0 || !timeline())
    return;
  if (Entry entry; entry)
    write_record(*entry, kind, 0, now_ticks(), task);
}

void write_edge(uint64_t ticks, uint32_t from, uint32_t to) {
  paraudit_meta_edge_sync edge{ticks, from, to};
  recorder().log.append(PARAUDIT_META_EDGE_SYNC, edge);
}

// A thread token: when the thread was created, as far as its bits go, and the creator's index; a thread creates one at
// a time, so no two are the same. The order begins there, not when the thread first gets a processor: what its creator
// does meanwhile may run beside it.
constexpr uint32_t kIndexBits = 20;

uint64_t created_ticks(uint64_t token) {
  constexpr uint64_t kKept = ~uint64_t{0} >> kIndexBits;
  uint64_t now = now_ticks(), ticks = (now & ~kKept) | token >> kIndexBits;
  return ticks <= now ? ticks : ticks - kKept - 1;
}

} // namespace
} // namespace paraudit::trace

using namespace paraudit::trace;

uint64_t paraudit_task_spawn(const char* label) {
  if (!timeline())
    return 0;
  Entry entry;
  if (!entry)
    return 0;
  uint64_t task = paraudit_task_word(new_task_id(*entry), label_id(label));
  write_record(*entry, PARAUDIT_RECORD_TASK_SPAWN, 0, now_ticks(), task);
  return task;
}
void paraudit_task_begin(uint64_t task) {
  write_task(PARAUDIT_RECORD_TASK_BEGIN, task);
}
void paraudit_task_end(uint64_t task) {
  write_task(PARAUDIT_RECORD_TASK_END, task);
}
void paraudit_task_suspend(uint64_t task) {
  write_task(PARAUDIT_RECORD_TASK_SUSPEND, task);
}
void paraudit_task_resume(uint64_t task) {
  write_task(PARAUDIT_RECORD_TASK_RESUME, task);
}
void paraudit_task_join(uint64_t task) {
  write_task(PARAUDIT_RECORD_TASK_JOIN, task);
}

void paraudit_stack(uint32_t stack) {
  if (paraudit_recording() == 0)
    return;
  Entry entry;
  if (!entry)
    return;
  entry->stack = stack;
  entry->stack_since = now_ticks();
}

// 0 says that there is no key. A key whose hash it is gets another one of the same shard, however many there are: its
// paraudit_mix is 1, that of 0 is 0, and shards are told apart by the upper half.
void paraudit_key_hash(uint64_t hash) {
  constexpr uint64_t kInsteadOfZero = 0x966dbfc16913c5d2;
  if (!timeline())
    return;
  if (Entry entry; entry)
    paraudit_fast.key_hash = hash == 0 ? kInsteadOfZero : hash;
}

uint64_t paraudit_thread_create(void) {
  if (paraudit_recording() == 0)
    return 0;
  Entry entry;
  if (!entry)
    return 0;
  ++entry->epoch;
  return now_ticks() << kIndexBits | entry->index;
}

void paraudit_thread_start(uint64_t token) {
  if (token == 0 || paraudit_recording() == 0)
    return;
  Entry entry;
  if (!entry)
    return;
  uint32_t parent = static_cast<uint32_t>(token & ((1u << kIndexBits) - 1));
  entry->parent_index = parent;
  write_thread_meta(*entry, nullptr, 0);
  write_edge(created_ticks(token), parent, entry->index);
  if (KeyTable::Slot* slot = recorder().threads.find_or_insert(token))
    slot->value.store(entry->index, std::memory_order_release);
  else
    count_drop(Drop::kTables);
}

void paraudit_thread_joined(uint64_t token) {
  if (token == 0 || paraudit_recording() == 0)
    return;
  KeyTable::Slot* slot = recorder().threads.find(token);
  uint32_t child = slot == nullptr ? 0 : slot->value.load(std::memory_order_acquire);
  if (Entry entry; entry && child != 0) {
    ++entry->epoch;
    write_edge(now_ticks(), child, entry->index);
  }
  recorder().threads.erase(token);
}

void paraudit_phase(const void* group, uint64_t phase) {
  if (paraudit_recording() == 0)
    return;
  Entry entry;
  if (!entry || (entry->phase_group == group && entry->phase == phase))
    return;
  paraudit_meta_phase meta{now_ticks(), entry->index, paraudit_instance(group), phase};
  recorder().log.append(PARAUDIT_META_PHASE, meta);
  entry->phase_group = group;
  entry->phase = phase;
  ++entry->epoch;
  entry->chains.clear();
}

int paraudit_phase_room(void) {
  if (paraudit_recording() == 0)
    return 0;
  const paraudit_process_header& header = recorder().log.header();
  return __atomic_load_n(&header.log_reserved, __ATOMIC_RELAXED) < header.log_capacity / 4;
}

void paraudit_thread_name(const char* name) {
  if (paraudit_recording() == 0 || name == nullptr)
    return;
  if (Entry entry; entry)
    write_thread_meta(*entry, name, 0);
}

const paraudit_site* paraudit_site_of_address(const void* return_address) {
  if (paraudit_recording() == 0)
    return nullptr;
  if (paraudit_fast.inside != 0 || thread_local_state.ended || thread_local_state.refused)
    return site_of_address(nullptr, return_address); // nothing is dropped by that
  Entry entry;
  return site_of_address(entry ? &*entry : nullptr, return_address);
}
