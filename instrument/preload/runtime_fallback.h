// What the C++ run-time library does, for when none stands behind us: a C program that loads plug-ins in C++ has it in
// no search order that begins with us, and to look for it takes the loader's lock, which whoever loads holds. All calls
// of the process come to us, so these work with each other; they work with libstdc++'s as well, whose words they keep.
//
// Thread-safe. Cost: as theirs. Source: the Itanium C++ ABI, 3.3.3 (one-time construction); libstdc++'s futexes.
#ifndef PARAUDIT_INSTRUMENT_PRELOAD_RUNTIME_FALLBACK_H
#define PARAUDIT_INSTRUMENT_PRELOAD_RUNTIME_FALLBACK_H

namespace paraudit::preload {

/// Nonzero: the caller runs the initialiser.
int own_guard_acquire(void* guard);
void own_guard_release(void* guard);
void own_guard_abort(void* guard);
/// Until the word has another value, or until a time of the system clock, or of the steady one. False: timed out.
bool own_future_wait(void*, unsigned* word, unsigned value, bool timed, long seconds, long nanoseconds);
bool own_future_wait_steady(void*, unsigned* word, unsigned value, bool timed, long seconds, long nanoseconds);
void own_future_notify(unsigned* word);

} // namespace paraudit::preload

#endif
