// Where in the program an interposed function was called: the pass's static site where there is one, else the return
// address of the first frame that is no lock wrapper (see wrappers/).
//
// A wrapper's caller is found by a cached unwind row: the distance between the wrapper's return slot and its caller's
// is one constant per return address, learned by unwinding once. A result is believed only if the address found was
// itself seen by a real unwind; else, or where the distance varies (alloca), it unwinds again (about 1 us).
//
// Thread-safety: any thread; the cache is process-wide, lock-free and never shrinks. Cost: one probe per frame.
// Limits: 2^14 distinct return addresses, 16 frames; beyond either the innermost return address is the site. A library
// that is unloaded and another loaded in its place are not told apart. A stripped binary has no wrapper names.
#ifndef PARAUDIT_INSTRUMENT_PRELOAD_SITE_H
#define PARAUDIT_INSTRUMENT_PRELOAD_SITE_H

#include "instrument/preload/call_site.h"
#include "runtime/abi/hooks.h"

#include <cstdint>

namespace paraudit::preload {

/// `return_slot` is where the stack holds the return address of the interposed function.
const paraudit_site* site_of_return(const uintptr_t* return_slot);

inline const paraudit_site* current_site(const void* frame) {
  if (const paraudit_site* site = paraudit_call_site)
    return site;
  return site_of_return(static_cast<const uintptr_t*>(frame) + 1);
}

} // namespace paraudit::preload

/// The site of the function that this is used in: an interposer, compiled with a frame pointer.
#define PARAUDIT_HERE ::paraudit::preload::current_site(__builtin_frame_address(0))

#endif
