// The lock state at one point of a function, and its join.
//
// Thread-safety: value types, of which copies in different threads share bindings and must not be changed at once.
// Cost: ordered maps over the few locks and guards that one function deals with; of references and pointers, which are
// many in a generated parser, a copy is a reference count. Where `failed` meets a path on which the lock is held, it
// counts as held: calls of locks that report errors hardly fail, and what follows is written for those that did not.
// Source: must / may locksets as in classic lockset analyses; `vacuous` and conditional locks are our refinement for
// `if (p) p->lock()` and `if (flag) m.lock()`, which real code pairs with the same test around the unlock.
#ifndef PARAUDIT_CHECKER_DOMAIN_STATE_H
#define PARAUDIT_CHECKER_DOMAIN_STATE_H

#include "checker/domain/interner.h"
#include "checker/facts/facts.h"

#include <map>
#include <memory>
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

// What references and pointers lead to: path ending in Deref -> object; kNone: one of several. Copies share the map
// until one of them changes.
class Bindings {
 public:
  using Map = std::map<facts::PathId, facts::PathId>;

  Map::const_iterator begin() const { return map().begin(); }
  Map::const_iterator end() const { return map().end(); }
  Map::const_iterator find(facts::PathId path) const { return map().find(path); }
  bool empty() const { return map().empty(); }
  void set(facts::PathId path, facts::PathId object);
  // What either says; kNone where they differ. Whether that changed this one.
  bool merge(const Bindings& other);
  bool operator==(const Bindings& other) const { return map_ == other.map_ || map() == other.map(); }

 private:
  const Map& map() const {
    static const Map kEmpty;
    return map_ ? *map_ : kEmpty;
  }
  Map& own();

  std::shared_ptr<Map> map_;
};

struct State {
  bool reachable = false;
  std::map<LockKey, Held> held;
  std::map<LockKey, bool> released; // of the caller; value: on every path
  std::map<facts::PathId, Guard> guards;
  std::set<facts::PathId> released_guards;             // of the caller
  std::map<facts::PathId, facts::PathId> moved_guards; // guard -> that of the caller whose locks it has taken over
  Bindings bindings;
  std::map<facts::PathId, bool> flags; // booleans known here
  std::set<facts::PathId> vacuous;     // objects that do not exist here: the pointer is null
  std::set<LockKey> failed;            // asked for, and the call said no
  bool operator==(const State&) const = default;
};

// Makes `into` what holds where two ways meet, one in `into` and one in `from`. Whether that changed it.
bool join(State& into, const State& from, const Interner& interner);

} // namespace paraudit::domain

#endif
