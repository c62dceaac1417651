// The recorder's static record for the place of a wait: internal. Used while something is recorded only.
//
// The recorder knows a site by the address of a paraudit_site that never goes away; a wait knows its place as a
// std::source_location. The records are made on first use and kept for the life of the process, in a table that is the
// one piece of process-wide state here; when it is full, waits are recorded without a site. Thread-safety: any thread,
// lock-free. Cost: a probe or two.
#ifndef PARAUDIT_RUNTIME_PARALLEL_WAIT_SITE_H
#define PARAUDIT_RUNTIME_PARALLEL_WAIT_SITE_H

#include <source_location>

#include "runtime/abi/hooks.h"

namespace paraudit::detail {

const paraudit_site* wait_site(const std::source_location& where);

} // namespace paraudit::detail

#endif
