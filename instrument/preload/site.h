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

#include <atomic>
#include <cstdint>

namespace paraudit::preload {

/// What is known of a return address: it lies in user code (`value` is its site), or in a wrapper whose caller's return
/// slot is `value >> 1` bytes up the stack (low bit set). Written once: address first, then value.
struct Row {
  std::atomic<uintptr_t> address;
  std::atomic<uint64_t> value;
};
constexpr unsigned kRowTableBits = 14;
extern Row rows[1u << kRowTableBits] __attribute__((visibility("hidden")));

inline size_t home_row(uintptr_t address) {
  return address * 0x9e3779b97f4a7c15ull >> (64 - kRowTableBits);
}

/// `return_slot` is where the stack holds the return address of the interposed function.
const paraudit_site* site_of_return(const uintptr_t* return_slot);

/// The site if it takes one probe to tell: the pass's, or user code that was seen before. Else null.
inline const paraudit_site* known_site(const void* frame) {
  if (const paraudit_site* site = paraudit_call_site)
    return site;
  const auto* return_slot = static_cast<const uintptr_t*>(frame) + 1;
  const Row& row = rows[home_row(*return_slot)];
  uint64_t value =
      row.address.load(std::memory_order_acquire) == *return_slot ? row.value.load(std::memory_order_acquire) : 0;
  return (value & 1) == 0 ? reinterpret_cast<const paraudit_site*>(value) : nullptr;
}

/// Of the function whose frame this is.
inline const void* return_address_of(const void* frame) {
  return static_cast<const void* const*>(frame)[1];
}

inline const paraudit_site* current_site(const void* frame) {
  const paraudit_site* site = known_site(frame);
  return site != nullptr ? site : site_of_return(static_cast<const uintptr_t*>(frame) + 1);
}

} // namespace paraudit::preload

/// The site of the function that this is used in: an interposer, compiled with a frame pointer.
#define PARAUDIT_HERE ::paraudit::preload::current_site(__builtin_frame_address(0))

#endif
