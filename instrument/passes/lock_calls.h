// Which calls of a module take, give up or wait for a lock, and which of its functions are lock wrappers.
//
// Looks at IR as the front end wrote it, before anything is inlined: names and types are still there. Read-only. Cost:
// one parse of each function's name, and one look at each call, a few rounds until no new wrapper is found.
#ifndef PARAUDIT_INSTRUMENT_PASSES_LOCK_CALLS_H
#define PARAUDIT_INSTRUMENT_PASSES_LOCK_CALLS_H

#include "instrument/passes/user_locks.h"

#include <llvm/ADT/DenseMap.h>
#include <llvm/ADT/DenseSet.h>
#include <llvm/IR/InstrTypes.h>
#include <llvm/IR/Module.h>

namespace paraudit::instrument {

enum class Effect { None, Acquire, Release, Wait };
enum class Origin { None, Pthread, Standard, WrapperByBody, ReturnsGuard, WrapperByName, Listed };

/// What a call of a function does, as far as locks go.
struct LockFunction {
  Effect effect = Effect::None;
  Origin origin = Origin::None;
  int operand = -1; ///< the argument that is the lock, or -1
};

class LockCalls {
 public:
  LockCalls(const llvm::Module& module, const UserLocks& user_locks);

  /// Effect::None where the call has nothing to do with locks or its target is not known.
  LockFunction of(const llvm::CallBase& call) const;
  /// A function whose lock calls belong to its callers.
  bool is_wrapper(const llvm::Function& function) const;
  /// A call that takes a lock which its function returns, held by a guard: it belongs to the callers too.
  bool is_returned(const llvm::CallBase& call) const { return returned_.contains(&call); }
  /// What a table or an annotation says of it, or null.
  const UserLock* user_lock(const llvm::Function& function) const;
  static bool is_standard_library(const llvm::Function& function);
  /// The user's code, and such as other code may be put into.
  static bool is_instrumentable(const llvm::Function& function);
  unsigned wrapper_count() const { return wrapper_count_; }

 private:
  void find_wrappers(const llvm::Module& module);
  LockFunction wrapper(const llvm::Function& function);
  Effect wrapper_effect(const llvm::Function& function) const;
  bool returns_lock(const llvm::Function& function);

  llvm::DenseMap<const llvm::Function*, LockFunction> functions_;
  llvm::DenseMap<const llvm::Function*, UserLock> user_;
  llvm::DenseSet<const llvm::CallBase*> returned_;
  unsigned wrapper_count_ = 0;
};

/// The function that a call certainly calls (through aliases and casts), or null.
const llvm::Function* callee_of(const llvm::CallBase& call);

} // namespace paraudit::instrument
#endif
