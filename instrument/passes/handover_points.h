// Handovers (with paraudit-clang --watch): calls of paraudit_handover (runtime/abi/hooks.h) before what tells other
// threads that something is done, and after what hears of it, whether it had to wait or not: promises, futures and
// packaged tasks, condition variables, latches, barriers, semaphores, call_once, static variables that are initialised
// once, and atomic flags (stores and loads that are not relaxed).
//
// What only counts or excludes (read-modify-writes, locks) hands nothing over: it orders threads by accident. Changes
// the module.
#ifndef PARAUDIT_INSTRUMENT_PASSES_HANDOVER_POINTS_H
#define PARAUDIT_INSTRUMENT_PASSES_HANDOVER_POINTS_H

#include "instrument/passes/statistics.h"

#include <llvm/IR/Module.h>

namespace paraudit::instrument {

/// True when there were any.
bool add_handover_points(llvm::Module& module, Statistics& statistics);

} // namespace paraudit::instrument
#endif
