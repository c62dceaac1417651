// Counter slots by (site, class, mode), and the log of first-seen chains.

#include "runtime/trace/lock_memory.h"
#include "runtime/trace/order_check.h"
#include "runtime/trace/recorder.h"

namespace paraudit::trace {

paraudit_counter* find_counter(ThreadState& state, const void* site, uint32_t form, uint32_t class_id, uint32_t mode) {
  uint64_t key = paraudit_counter_key(site, class_id, mode);
  uint64_t mask = state.file->counters_capacity - 1;
  uint64_t at = paraudit_key_spread(key) >> (64 - __builtin_ctzll(mask + 1));
  while (state.counters[at].key != key && state.counters[at].key != 0)
    at = (at + 1) & mask;
  paraudit_counter& counter = state.counters[at];
  if (counter.key == key)
    return &counter;
  if (key == 0 || (state.counters_used + 1) * 8 > (mask + 1) * 7) {
    ++state.file->counters_dropped;
    return &state.overflow;
  }
  ++state.counters_used;
  counter.site = site_id(site, form);
  counter.class_id = class_id;
  counter.mode = mode;
  __atomic_store_n(&counter.key, key, __ATOMIC_RELEASE);
  return &counter;
}

uint32_t links_of_held(ThreadState& state) {
  lock_order::HeldStack held(paraudit_fast);
  uint32_t depth = held.depth();
  if (depth > ThreadState::kLongestChain)
    return 0;
  paraudit_chain_link* links = state.links; // not on the stack: signal stacks are small
  for (uint32_t i = 0; i < depth; ++i) {
    const paraudit_counter& counter = *held[i].counter;
    links[i] = {counter.class_id, counter.site, instance_of_held(held[i]), counter.mode};
  }
  return depth;
}

// Appends the locks held, and `last` if that is not among them, as one chain, if this thread never had that chain.
void note_chain(ThreadState& state, uint64_t chain, const paraudit_chain_link* last) {
  auto known = state.chains.insert(chain, paraudit_fast);
  if (known == lock_order::ChainSet::Result::kKnown)
    return;
  uint32_t depth = links_of_held(state), length = depth + (last != nullptr);
  if (known == lock_order::ChainSet::Result::kNoRoom || length == 0 || length > ThreadState::kLongestChain)
    return count_drop(Drop::kChains);
  paraudit_chain_link* links = state.links;
  if (last != nullptr)
    links[depth] = *last;
  paraudit_meta_chain meta{chain, now_ticks(), state.index, length};
  Piece pieces[] = {{&meta, sizeof(meta)}, {links, length * sizeof(*links)}};
  const paraudit_meta_head* written = recorder().log.append(PARAUDIT_META_CHAIN, pieces, 2);
  if (written == nullptr)
    return count_drop(Drop::kChains);
  if (recorder().options.abort_on_cycle != 0)
    check_order(reinterpret_cast<const paraudit_meta_chain*>(written + 1));
}

} // namespace paraudit::trace
