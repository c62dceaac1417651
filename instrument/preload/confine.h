// What a seccomp filter means for us; see confine.cpp. Thread-safety: any thread. Cost: compares; when a filter comes,
// about what the start of a recorded thread costs.
#ifndef PARAUDIT_INSTRUMENT_PRELOAD_CONFINE_H
#define PARAUDIT_INSTRUMENT_PRELOAD_CONFINE_H

namespace paraudit::preload {

/// Before a prctl or seccomp system call: true if it installs a filter, and we have begun to make no system call.
bool begin_confinement(long number, long operation, long argument, long filter);
/// After such a call that failed.
void end_confinement();

} // namespace paraudit::preload

#endif
