#include "instrument/preload/site.h"

#include "instrument/preload/symbols.h"
#include "instrument/preload/thread_state.h"
#include "instrument/wrappers/wrapper_names.h"

#include <atomic>
#include <errno.h>
#include <unwind.h>

/// Defined by the linker: where this library's file header and the end of its code are loaded.
extern "C" __attribute__((visibility("hidden"))) const char __ehdr_start[];
extern "C" __attribute__((visibility("hidden"))) const char _etext[];
/// And where those functions of it lie that hand the program's calls on to our own interposers.
extern "C" __attribute__((visibility("hidden"))) const char __start_paraudit_c11[];
extern "C" __attribute__((visibility("hidden"))) const char __stop_paraudit_c11[];

namespace paraudit::preload {

constinit Row rows[1u << kRowTableBits] = {};

namespace {

constexpr unsigned kProbesMax = 32;
constexpr unsigned kFramesMax = 16;

constexpr uint64_t kUnsteady = 1; ///< a wrapper whose frame has no constant size: unwind every time

Row* find_row(uintptr_t address, bool insert) {
  size_t index = home_row(address);
  for (unsigned probe = 0; probe < kProbesMax; ++probe) {
    Row& row = rows[(index + probe) & ((1u << kRowTableBits) - 1)];
    uintptr_t found = row.address.load(std::memory_order_acquire);
    if (found == 0 && insert && row.address.compare_exchange_strong(found, address, std::memory_order_acq_rel))
      return &row;
    if (found == address)
      return &row;
    if (found == 0)
      return nullptr;
  }
  return nullptr;
}

struct Frames {
  const uintptr_t* first_slot;
  unsigned count = 0;
  const uintptr_t* slots[kFramesMax]; ///< where the return address into frame i is stored
};

_Unwind_Reason_Code add_frame(_Unwind_Context* context, void* argument) {
  auto& frames = *static_cast<Frames*>(argument);
  const auto* slot = reinterpret_cast<const uintptr_t*>(_Unwind_GetCFA(context)) - 1;
  if (slot < frames.first_slot) // our own frames
    return _URC_NO_REASON;
  if (frames.count == kFramesMax || _Unwind_GetIP(context) != *slot)
    return _URC_END_OF_STACK;
  frames.slots[frames.count++] = slot;
  return _URC_NO_REASON;
}

/// Our own frames: of pthread_once, say, below the routine that it runs.
bool lies_in_this_library(uintptr_t address) {
  return address >= reinterpret_cast<uintptr_t>(__ehdr_start) && address < reinterpret_cast<uintptr_t>(_etext);
}

bool lies_in_wrapper(uintptr_t address) {
  if (lies_in_this_library(address))
    return true;
  bool result = false;
  auto judge = [](void* context, const FunctionSymbol& symbol) {
    instrument::FunctionName name = instrument::parse_function_name(symbol.name);
    *static_cast<bool*>(context) =
        (name.standard || symbol.bytes <= instrument::kWrapperBytesMax) && instrument::is_wrapper_name(name);
  };
  with_function_symbol(reinterpret_cast<const void*>(address), judge, &result);
  return result;
}

const paraudit_site* site_of(uintptr_t address) {
  return paraudit_site_of_address(reinterpret_cast<const void*>(address));
}

void remember_user_frame(uintptr_t address, const paraudit_site* site) {
  if (Row* row = find_row(address, true))
    row->value.store(reinterpret_cast<uint64_t>(site), std::memory_order_release);
}

void remember_wrapper(uintptr_t address, const uintptr_t* slot, const uintptr_t* caller_slot) {
  Row* row = find_row(address, true);
  if (!row)
    return;
  uint64_t distance = static_cast<uint64_t>(caller_slot - slot) * sizeof(uintptr_t) << 1 | 1;
  uint64_t known = 0;
  if (!row->value.compare_exchange_strong(known, distance) && known != distance)
    row->value.store(kUnsteady, std::memory_order_release);
}

/// Whether the frame of this return address is user code, by the cache or else by its symbol.
bool is_user_frame(uintptr_t address) {
  Row* row = find_row(address, false);
  uint64_t value = row ? row->value.load(std::memory_order_acquire) : 0;
  return value ? (value & 1) == 0 : !lies_in_wrapper(address);
}

/// Unwinds for real and learns every frame up to the first that is no wrapper. Where all are (a thread of the standard
/// library that runs no user code), the innermost counts.
const paraudit_site* learn(const uintptr_t* return_slot) {
  Inside inside;
  int saved_errno = errno;
  Frames frames{.first_slot = return_slot, .slots = {}};
  _Unwind_Backtrace(add_frame, &frames);
  uintptr_t user = *return_slot;
  bool found = frames.count == 0 && is_user_frame(user);
  for (unsigned i = 0; i < frames.count; ++i) {
    if (is_user_frame(*frames.slots[i])) {
      user = *frames.slots[i];
      found = true;
      for (unsigned wrapper = 0; wrapper < i; ++wrapper)
        remember_wrapper(*frames.slots[wrapper], frames.slots[wrapper], frames.slots[wrapper + 1]);
      break;
    }
  }
  const paraudit_site* site = site_of(user);
  if (site && found)
    remember_user_frame(user, site);
  errno = saved_errno;
  return site;
}

bool lies_in_c11_functions(uintptr_t address) {
  return address >= reinterpret_cast<uintptr_t>(__start_paraudit_c11) &&
         address < reinterpret_cast<uintptr_t>(__stop_paraudit_c11);
}

} // namespace

void count_interruption(const void* caller) {
  auto address = reinterpret_cast<uintptr_t>(caller);
  if (!lies_in_this_library(address) || lies_in_c11_functions(address))
    paraudit_not_recorded();
}

const paraudit_site* site_of_return(const uintptr_t* return_slot) {
  const uintptr_t* slot = return_slot;
  for (unsigned depth = 0; depth < kFramesMax; ++depth) {
    const Row* row = find_row(*slot, false);
    uint64_t value = row ? row->value.load(std::memory_order_acquire) : 0;
    if (value == 0 || value == kUnsteady)
      return learn(return_slot);
    if ((value & 1) == 0)
      return reinterpret_cast<const paraudit_site*>(value);
    slot += (value >> 1) / sizeof(uintptr_t);
  }
  return learn(return_slot);
}

} // namespace paraudit::preload
