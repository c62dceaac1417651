// The lock state at one point of a function, and its join.
//
// Thread-safety: value types. Cost: ordered maps over the few locks and guards that one function deals with.
// Where `failed` meets a path on which the lock is held, it counts as held: calls of locks that report errors hardly
// fail, and what follows is written for those that did not.
// Source: must / may locksets as in classic lockset analyses; `vacuous` and conditional locks are our refinement for
// `if (p) p->lock()` and `if (flag) m.lock()`, which real code pairs with the same test around the unlock.
#ifndef PARAUDIT_CHECKER_DOMAIN_STATE_H
#define PARAUDIT_CHECKER_DOMAIN_STATE_H

#include "checker/domain/interner.h"
#include "checker/facts/facts.h"

#include <map>
#include <set>
#include <utility>
#include <vector>

namespace paraudit::domain {

using LockKey = std::pair<facts::PathId, facts::Mode>;

struct Held {
  bool must = true;
  int depth = 1;                       // recursive locks: how often
  facts::EventId since = facts::kNone; // kNone: held on entry, by contract
  facts::PathId flag = facts::kNone;   // held exactly where this boolean has the value `flag_value`
  bool flag_value = false;
  bool operator==(const Held&) const = default;
};

enum class Owned : std::uint8_t { kNo, kMaybe, kYes };

struct Guard {
  std::vector<LockKey> locks;
  Owned owned = Owned::kYes;
  bool operator==(const Guard&) const = default;
};

struct State {
  bool reachable = false;
  std::map<LockKey, Held> held;
  std::map<LockKey, bool> released; // of the caller; value: on every path
  std::map<facts::PathId, Guard> guards;
  std::set<facts::PathId> released_guards;         // of the caller
  std::map<facts::PathId, facts::PathId> bindings; // path ending in Deref -> object; kNone: one of several
  std::map<facts::PathId, bool> flags;             // booleans known here
  std::set<facts::PathId> vacuous;                 // objects that do not exist here: the pointer is null
  std::set<LockKey> failed;                        // asked for, and the call said no
  bool operator==(const State&) const = default;
};

State join(const State& a, const State& b, const Interner& interner);

} // namespace paraudit::domain

#endif
