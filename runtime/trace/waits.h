// Waits for things that are no locks, while they last, and who is to end them.
//
// Thread-safety: any thread, signal handlers too; lock-free. A wait may begin on one thread and end on another.
#ifndef PARAUDIT_RUNTIME_TRACE_WAITS_H
#define PARAUDIT_RUNTIME_TRACE_WAITS_H

#include "runtime/abi/hooks.h"

#include <cstdint>

namespace paraudit::trace {

struct WaitInProgress {
  uint32_t class_id, kind; // kind: paraudit_object_kind
  uint32_t thread, stack;  // index of the thread on which it began, and its stack (paraudit_stack)
  const void* object;
  const paraudit_site* site;
  uint64_t key, start;
};

// The wait at this place, if there is one; `end` when there are no more places. A snapshot: waits come and go.
bool wait_at(uint32_t place, WaitInProgress& wait, bool& end);

template <class Visit> void for_each_wait(Visit&& visit) {
  bool end = false;
  WaitInProgress wait{};
  for (uint32_t place = 0; !end; ++place)
    if (wait_at(place, wait, end))
      visit(static_cast<const WaitInProgress&>(wait));
}

// Who said it will end the waits for this object (paraudit_object_owned): a thread by its index, 0 for nobody, and the
// stack that it ran then.
struct Owner {
  uint32_t thread, stack;
};
Owner owner_of(const void* object);

} // namespace paraudit::trace
#endif
