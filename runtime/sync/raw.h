// Chooses what stands under the lock types: the serial form, std::mutex, or the futex locks.
//
// The only place that knows the build's choice; everything above is written once.
#ifndef PARAUDIT_RUNTIME_SYNC_RAW_H
#define PARAUDIT_RUNTIME_SYNC_RAW_H

#if defined(PARAUDIT_SERIAL)
#include "runtime/sync/raw_serial.h"
#elif defined(PARAUDIT_STD_SYNC)
#include "runtime/sync/raw_std.h"
#else
#include "runtime/sync/raw_rw_lock.h"
#endif

#include <type_traits>

namespace paraudit::detail {

#if defined(PARAUDIT_SERIAL)
inline constexpr bool kSerial = true;
template <class Recording> using LockImpl = SerialLock<Recording>;
template <class Recording> using RwLockImpl = SerialRwLock<Recording>;
#elif defined(PARAUDIT_STD_SYNC)
inline constexpr bool kSerial = false;
template <class Recording> using LockImpl = StdLock<Recording>;
template <class Recording> using RwLockImpl = StdRwLock<Recording>;
#else
inline constexpr bool kSerial = false;
template <class Recording> using LockImpl = RawLock<Recording>;
template <class Recording> using RwLockImpl = RawRwLock<Recording>;
#endif

// A lone constructor argument that is the lock's class name and not its value: a string, unless T is made from one.
template <class Name, class T>
concept ClassNameFor =
    std::is_convertible_v<Name, const char*> && (std::is_arithmetic_v<T> || !std::is_convertible_v<Name, T>);

} // namespace paraudit::detail
#endif
