// What the checker knows by name: types that are locks, guards, atomics or containers, and calls that acquire, wait,
// block or start parallel work. Three tables (types.def, methods.def, calls.def); one row teaches one name.
//
// Thread-safety: immutable tables. Cost: a binary search. Knows no AST: names come in as text, inline namespaces and
// template arguments left out.
#ifndef PARAUDIT_CHECKER_MODELS_MODELS_H
#define PARAUDIT_CHECKER_MODELS_MODELS_H

#include "checker/facts/facts.h"

#include <cstdint>
#include <string_view>

namespace paraudit::models {

enum class Role : std::uint8_t {
  kNone,
  kLock,        // lock(), unlock(), ...
  kGuard,       // holds locks exclusively until destroyed
  kSharedGuard, // ... in shared mode
  kLockedValue, // a lock with the value it protects; lock() returns a guard
  kOnce,
  kCondvar,
  kWaitObject, // latch, barrier, semaphore
  kFuture,
  kThread,        // its constructor starts parallel work
  kJoiningThread, // ... and its destructor waits for it
  kAtomic,
  kContainer, // const methods read it, the others change it
  kOptional,
  kSmartPointer,
  kFunctionObject,
  kView,
  kCell,        // changes behind const, without synchronisation
  kWorkerLocal, // one value per worker
  kFileStream,
  kThreadSafe,
  kWaitPredicate, // what a lock's wait tests, with the lock held by contract
};

enum class Effect : std::uint8_t {
  kNone,
  kAcquire,
  kAcquireShared,
  kAcquireZero, // blocks until it is acquired; a result other than zero is an error, and nothing acquired
  kAcquireSharedZero,
  kRelease,
  kReleaseShared,
  kTryAcquire,
  kTryAcquireShared,
  kTryAcquireZero, // acquired where the result is zero
  kTryAcquireSharedZero,
  kAcquireAll,        // every argument, without an order among them
  kTryAcquireAllZero, // ... where the result is -1
  kAssertHeld,
  kAssertHeldShared,
  kGuardAcquire, // by the guard's own lock
  kGuardTryAcquire,
  kGuardRelease,
  kGuardDrop,
  kGuardOwns,
  kGuardAssign,  // another one, or none, in its place
  kGuardEmplace, // a guard made in a holder, in place of the one there
  kGuardAppend,  // ... beside those there
  kGuardSwap,
  kGuardMap,  // the result takes over what the guard holds
  kGuardLate, // acquire(lock): the lock comes with the call
  kGuardLateTry,
  kAcquireGuard, // the result is a guard
  kAcquireGuardShared,
  kTryAcquireGuard,
  kTryAcquireGuardShared,
  kAcquireGuardIndexed, // one of several locks inside the object
  kAcquireDuring,       // while the callable argument runs
  kAcquireDuringShared,
  kInner, // the protected value, no lock taken
  kCallOnce,
  kWait,         // receiver: the condition variable; first argument: guard or lock
  kWaitArgument, // arguments: condition variable, lock
  kBlocking,
  kBlockingArgument,
  kBlockingUnlessZero, // a time-out of zero, a null name: then it does not wait
  kBlockingUnlessFew,  // at most eight bytes written: a wake-up through an eventfd or a pipe
  kBlockingUnlessTold, // flags that say not to wait (WNOHANG, MSG_DONTWAIT, LOCK_NB)
  kBarrierWait,
  kFutureWait,
  kThreadJoin,
  kDispatch,
  kDispatchSync,
  kCallSync, // calls its callable argument before it returns
  kCallObject,
  kReadReceiver,
  kFileIo, // of the receiver
  kMutateReceiver,
  kMutateArgument,
  kSwapArguments,
  kElement,      // reference to an element; changes the container when not const (operator[] of maps)
  kElementConst, // reference to an element
  kDeref,        // reference to what the receiver points to
  kAtomicRead,
  kAtomicWait,
  kAtomicWrite,
  kAtomicReadWrite,
};

struct TypeModel {
  std::string_view name;
  Role role = Role::kNone;
  facts::LockKind lock = facts::LockKind::kNone;
};

// The object that a method is called on, where CallModel::argument names what an effect is about.
inline constexpr std::uint32_t kReceiver = 0xffffffffU;

struct CallModel {
  std::string_view name;
  Effect effect = Effect::kNone;
  std::uint32_t argument = 0;
  std::string_view text;
};

const TypeModel* find_type(std::string_view qualified_name);
const CallModel* find_call(std::string_view qualified_name);
// The effect of a method of a class with that role; kNone where the tables say nothing. SharedGuard has Guard's.
// `known` tells a listed method without effect from one that is not listed.
Effect find_method(Role role, std::string_view name, bool* known = nullptr);

// A name without underscores, in lower case: by its words, however it is spelt.
std::string plain_name(std::string_view name);

// Whether the effect is about shared mode.
bool is_shared_acquire(Effect effect);

} // namespace paraudit::models

#endif
