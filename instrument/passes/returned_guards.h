// Functions that take a lock and return it held by a guard, `Guard lock_row(key)`: whoever gets the guard holds the
// lock, so the caller's line is the site.
//
// Judged by the body, as the front end wrote it: the guard is constructed in the place of the result, moved into it, or
// made there to adopt a lock that the function took. Read-only. Cost: linear in the function's calls.
#ifndef PARAUDIT_INSTRUMENT_PASSES_RETURNED_GUARDS_H
#define PARAUDIT_INSTRUMENT_PASSES_RETURNED_GUARDS_H

#include <llvm/ADT/STLFunctionalExtras.h>
#include <llvm/ADT/SmallVector.h>
#include <llvm/IR/InstrTypes.h>

namespace paraudit::instrument {

/// The calls that take a lock which `function` returns; `acquires` tells which calls take one.
llvm::SmallVector<const llvm::CallBase*, 2>
calls_that_lock_the_result(const llvm::Function& function, llvm::function_ref<bool(const llvm::CallBase&)> acquires);

/// The class that the function returns in its caller's memory, as the source spells it without template arguments; or
/// empty.
llvm::StringRef returned_class(const llvm::Function& function);

} // namespace paraudit::instrument
#endif
