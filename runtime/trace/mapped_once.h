// Memory that the first thread which needs it maps, and that all share from then on.
//
// Thread-safe and signal-safe: threads that come at the same moment may map each, one publishes its own, the others
// give theirs back. Never unmapped afterwards. Null where there is no memory. Cost: a load once it is there.
#ifndef PARAUDIT_RUNTIME_TRACE_MAPPED_ONCE_H
#define PARAUDIT_RUNTIME_TRACE_MAPPED_ONCE_H

#include "runtime/platform/system.h"

#include <atomic>
#include <cstddef>

namespace paraudit::trace {

// `count` objects whose zeroed bytes are a valid state.
template <class T> T* mapped_once(std::atomic<T*>& place, size_t count) {
  T* known = place.load(std::memory_order_acquire);
  if (known != nullptr)
    return known;
  auto* made = static_cast<T*>(platform::map_memory(sizeof(T) * count));
  if (made == nullptr || place.compare_exchange_strong(known, made, std::memory_order_acq_rel))
    return made;
  platform::unmap(made, sizeof(T) * count);
  return known;
}

} // namespace paraudit::trace
#endif
