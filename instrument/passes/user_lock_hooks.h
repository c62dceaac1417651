// The calls of UserLocks' functions: around each, calls of the preload library's hooks
// (instrument/preload/user_lock.cpp), which record the lock as a spin lock.
//
// Changes the module. A call that must be a tail call is left alone, and so are calls inside another lock function.
#ifndef PARAUDIT_INSTRUMENT_PASSES_USER_LOCK_HOOKS_H
#define PARAUDIT_INSTRUMENT_PASSES_USER_LOCK_HOOKS_H

#include "instrument/passes/lock_calls.h"
#include "instrument/passes/lock_name.h"
#include "instrument/passes/site_record.h"
#include "instrument/passes/statistics.h"

namespace paraudit::instrument {

/// True when there were any.
bool add_user_lock_hooks(llvm::Module& module, const LockCalls& calls, const LockNames& names, SiteRecords& records,
                         Statistics& statistics);

} // namespace paraudit::instrument
#endif
