// The functions that stand behind our interposers: what the next library in the search order defines.
//
// Thread-safety: any thread, any time, from before our own constructor on: until that has run, the fallback is called,
// or the one function is looked up. Cost afterwards: one load. Never allocates. Aborts, with a message, when the C
// library lacks a function that the program calls.
#ifndef PARAUDIT_INSTRUMENT_PRELOAD_REAL_H
#define PARAUDIT_INSTRUMENT_PRELOAD_REAL_H

#include <pthread.h>
#include <semaphore.h>
#include <time.h>

namespace paraudit::preload {

struct RealFunctions {
#define PARAUDIT_REAL(name, version, fallback, parameters) int(*name) parameters;
#define PARAUDIT_REAL_RETURNING(type, name, fallback, parameters) type(*name) parameters;
#include "instrument/preload/real_functions.def"
};

enum class RealIndex {
#define PARAUDIT_REAL(name, version, fallback, parameters) name,
#define PARAUDIT_REAL_RETURNING(type, name, fallback, parameters) name,
#include "instrument/preload/real_functions.def"
};

/// Written by the constructor only (and by a look-up before it, with the same values).
extern RealFunctions real_functions __attribute__((visibility("hidden")));

/// Looks one function up and keeps it.
void* resolve_real(RealIndex index);

} // namespace paraudit::preload

/// The real function of this name, ready to be called.
#define PARAUDIT_CALL_REAL(name)                                                                                       \
  (__builtin_expect(::paraudit::preload::real_functions.name != nullptr, 1)                                            \
       ? ::paraudit::preload::real_functions.name                                                                      \
       : reinterpret_cast<decltype(::paraudit::preload::real_functions.name)>(                                         \
             ::paraudit::preload::resolve_real(::paraudit::preload::RealIndex::name)))

/// An interposer: visible, C linkage, and with a frame of its own so that PARAUDIT_HERE is right.
#define PARAUDIT_EXPORT extern "C" __attribute__((visibility("default"), noinline))
#define PARAUDIT_INTERPOSE PARAUDIT_EXPORT int

#endif
