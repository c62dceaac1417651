// Atomic updates (paraudit-clang --atomics): after each read-modify-write and each compare-and-swap a call of
// paraudit_atomic (runtime/abi/hooks.h) with the site, the variable and whether it failed.
//
// Updates through std::atomic and its like have the user's line, not the library's; what the library updates for itself
// (reference counts) has none. Plain loads and stores never contend by themselves and are left alone. Changes the
// module.
#ifndef PARAUDIT_INSTRUMENT_PASSES_ATOMIC_POINTS_H
#define PARAUDIT_INSTRUMENT_PASSES_ATOMIC_POINTS_H

#include "instrument/passes/lock_name.h"
#include "instrument/passes/site_record.h"
#include "instrument/passes/statistics.h"

namespace paraudit::instrument {

/// `wanted`: "all", or names of variables and fields separated by commas, whole or without what is in front of a `::`.
/// True when there were any.
bool add_atomic_points(llvm::Module& module, llvm::StringRef wanted, const LockNames& names, SiteRecords& records,
                       Statistics& statistics);

} // namespace paraudit::instrument
#endif
