#include "checker/link/guards.h"

#include "checker/link/effects.h"
#include "checker/link/kept_elements.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace paraudit::link {
namespace {

using facts::ElementKind;
using facts::LockKind;
using facts::Mode;
using facts::RootKind;

// Of a field whose guard would be a static lock: how many accesses hold it, at least.
constexpr size_t kFewestWider = 5;
constexpr size_t kPercentWider = 80;

bool is_once(LockKind kind) {
  return kind == LockKind::kOnce || kind == LockKind::kStaticGuard;
}

// What one access says of the guard, and how often it is to count: a place with one set of locks counts once.
using Vote = std::tuple<Site, bool, std::vector<std::pair<GuardLock, Mode>>>;

std::vector<const GuardedAccess*> voters(const GuardedState& state) {
  bool has_counted_write = std::any_of(state.accesses.begin(), state.accesses.end(),
                                       [](const GuardedAccess& access) { return access.counts && access.is_write; });
  std::set<Vote> seen;
  std::vector<const GuardedAccess*> result;
  for (const GuardedAccess& access : state.accesses) {
    bool is_vote = (access.counts || !has_counted_write) && !access.is_vague;
    if (is_vote && seen.insert({access.site, access.is_write, access.held}).second) {
      result.push_back(&access);
    }
  }
  return result;
}

// How many accesses hold a lock.
struct Count {
  size_t accesses = 0, writes = 0; // in the mode that they need
  size_t in_any_mode = 0;
  std::map<std::string_view, size_t> by_function; // accesses; by symbol, so that copies of a function are one
};

// What the accesses say of each lock whose place is known.
struct Ballot {
  std::map<GuardLock, Count> counts;
  Count all;

  Ballot(const ProgramIndex& index, const GuardedState& state) {
    for (const GuardedAccess* access : voters(state)) {
      const std::string_view function = index.functions[access->access->function].facts->symbol;
      ++all.accesses;
      ++all.by_function[function];
      all.writes += access->is_write ? 1 : 0;
      std::set<GuardLock> distinct;
      for (const auto& [lock, mode] : access->held) {
        if (lock.place.empty() || !distinct.insert(lock).second) {
          continue;
        }
        bool is_enough = mode == Mode::kExclusive || !access->is_write;
        Count& count = counts[lock];
        ++count.in_any_mode;
        count.accesses += is_enough ? 1 : 0;
        count.by_function[function] += is_enough ? 1 : 0;
        count.writes += is_enough && access->is_write ? 1 : 0;
      }
    }
  }

  // What one long function does a hundred times it does for one reason.
  double share_of_functions(const Count& count) const {
    double sum = 0;
    for (const auto& [function, accesses] : count.by_function) {
      sum += static_cast<double>(accesses) / static_cast<double>(all.by_function.at(function));
    }
    return sum / static_cast<double>(all.by_function.size());
  }
};

// Whether the access is made with the lock on some ways: `if (parallel) guard.emplace(mutex_);`. Whoever asks for it so
// knows of it, and of what decides.
bool may_hold(const ProgramIndex& index, const SharedAccess& access, LockId lock) {
  auto may_hold_at = [&](FunctionId id, facts::EventId event) {
    const Function& function = index.functions[id];
    const facts::Lockset& held = index.units[function.unit].locksets[function.facts->events[event].held];
    return std::any_of(held.begin(), held.end(), [&](const facts::HeldLock& one) {
      return !one.must && resolve_lock(index, index.path(function, one.path)).lock == lock;
    });
  };
  bool holds = may_hold_at(access.function, access.event);
  for (const CallStep* call = access.via; call != nullptr && !holds; call = call->next) {
    holds = may_hold_at(call->function, call->event);
  }
  return holds;
}

} // namespace

Guards::Guards(const ProgramIndex& index, const Contexts& contexts, const SharedAccesses& accesses)
    : index_(index), contexts_(contexts), accesses_(accesses) {
  collect();
  for (GuardedState& state : states_) {
    judge(state);
  }
  leave_to_inner();
  find_members();
}

const GuardedState* Guards::of(SubjectId subject) const {
  auto found = by_subject_.find(subject);
  return found == by_subject_.end() ? nullptr : &states_[found->second];
}

const GuardedState* Guards::of_static(StateId state) const {
  for (const GuardedState& guarded : states_) {
    if (subject(guarded).state == state) {
      return &guarded;
    }
  }
  return nullptr;
}

void Guards::collect() {
  std::map<SubjectId, GuardedState> found;
  for (const SharedAccess& access : accesses_.all()) {
    const facts::Event& event = index_.functions[access.function].facts->events[access.event];
    if (event.is_atomic || event.access == facts::AccessKind::kAddressTaken) {
      continue;
    }
    const std::vector<SubjectPart> parts = accesses_.subjects().of(access.path);
    for (size_t depth = 0; depth < parts.size(); ++depth) {
      GuardedAccess one = make_access(access, parts[depth], depth);
      const Subject& about = accesses_.subjects()[parts[depth].subject];
      bool is_published = access.is_published && about.declared_guard == kNoPath;
      if (!is_published && !is_own_initialiser(about, one) && !locks_inside(access, parts[depth])) {
        found[parts[depth].subject].accesses.push_back(std::move(one));
      }
    }
  }
  for (auto& [subject, state] : found) {
    state.subject = subject;
    auto key = [](const GuardedAccess& access) {
      return std::tie(access.site, access.is_write, access.held, access.access->function, access.access->event);
    };
    std::stable_sort(state.accesses.begin(), state.accesses.end(),
                     [&](const GuardedAccess& a, const GuardedAccess& b) { return key(a) < key(b); });
    by_subject_[subject] = states_.size();
    states_.push_back(std::move(state));
  }
}

GuardedAccess Guards::make_access(const SharedAccess& access, const SubjectPart& part, size_t depth) const {
  const Function& function = index_.functions[access.function];
  const facts::Event& event = function.facts->events[access.event];
  GuardedAccess one;
  one.access = &access;
  one.site = index_.site(function, event.where);
  one.base = part.base;
  one.depth = depth;
  one.kind = event.access;
  one.is_write = is_write(event.access);
  one.counts = access.counts;
  bool has_base = accesses_.subjects()[part.subject].state == kNoId;
  PathId base = index_.paths.truncate(access.path, part.base);
  for (const HeldLock& lock : access.held) {
    if (lock.lock.lock == kNoId) {
      one.is_vague = true;
    } else if (index_.locks[lock.lock.lock].kind != LockKind::kCondvar) {
      one.held.emplace_back(seen_from(base, has_base, lock.lock), lock.mode);
    }
  }
  std::sort(one.held.begin(), one.held.end());
  return one;
}

GuardLock Guards::seen_from(PathId base, bool has_base, const LockPath& lock) const {
  const facts::AccessPath& path = index_.paths[lock.path];
  GuardLock seen{lock.lock, ""};
  size_t from = 0;
  if (has_base && index_.paths.has_prefix(lock.path, base)) {
    seen.place = "this";
    from = index_.paths[base].elements.size();
  } else if (path.root == RootKind::kGlobal) {
    seen.place = path.name;
  } else {
    return seen;
  }
  for (size_t i = from; i < path.elements.size(); ++i) {
    seen.place += path.elements[i].kind == ElementKind::kField   ? "." + path.elements[i].name
                  : path.elements[i].kind == ElementKind::kDeref ? "*"
                                                                 : "[]";
  }
  return seen;
}

// A part of the object is used under a lock that lies in the object, too: it sees to itself.
bool Guards::locks_inside(const SharedAccess& access, const SubjectPart& part) const {
  const bool is_field = accesses_.subjects()[part.subject].state == kNoId;
  const size_t length = part.base + (is_field ? 1 : 0);
  const std::vector<facts::PathElement>& elements = index_.paths[access.path].elements;
  size_t part_at = length; // of an array or container, a part of the element
  while (part_at < elements.size() && elements[part_at].kind == ElementKind::kIndex) {
    ++part_at;
  }
  if (part_at >= elements.size() || elements[part_at].kind != ElementKind::kField) {
    return false;
  }
  const PathId object = index_.paths.truncate(access.path, length);
  auto field = index_.fields.find(is_field ? accesses_.subjects()[part.subject].field : "");
  const std::string& own_class = field == index_.fields.end() ? "" : field->second.type_class;
  return std::any_of(access.held.begin(), access.held.end(), [&](const HeldLock& held) {
    const bool is_beneath =
        held.lock.path != kNoPath && held.lock.path != object && index_.paths.has_prefix(held.lock.path, object);
    const bool is_of_class =
        held.lock.lock != kNoId && !own_class.empty() && owner_of(index_.locks[held.lock.lock].symbol) == own_class;
    return is_beneath || is_of_class;
  });
}

// The initialiser of a static local runs under the guard of that very object.
bool Guards::is_own_initialiser(const Subject& subject, const GuardedAccess& access) const {
  if (subject.state == kNoId) {
    return false;
  }
  const std::string& symbol = index_.states[subject.state].facts.symbol;
  return std::any_of(access.held.begin(), access.held.end(), [&](const auto& held) {
    const LockClass& lock = index_.locks[held.first.lock];
    return lock.kind == LockKind::kStaticGuard && lock.symbol.find(symbol) != std::string::npos;
  });
}

void Guards::judge(GuardedState& state) {
  state.reached_by_entry = std::any_of(state.accesses.begin(), state.accesses.end(), [&](const GuardedAccess& access) {
    return access.counts && contexts_.is_reached_by_entry(access.access->function);
  });
  if (!declare(state)) {
    infer(state);
  }
  for (const GuardedAccess* access : voters(state)) {
    ++state.counted;
    state.guarded += holds(state, *access) ? 1 : 0;
  }
  for (GuardedAccess& access : state.accesses) {
    access.holds_guard = holds(state, access);
  }
  state.confidence = state.counted == 0 ? 0 : static_cast<double>(state.guarded) / static_cast<double>(state.counted);
  if (state.source == GuardSource::kNone) {
    find_disjoint(state);
  } else {
    find_missing(state);
  }
  bool is_foreign = state.source == GuardSource::kInferred && !is_related(subject(state), state.guard);
  if (is_foreign) {
    state.source = GuardSource::kByClass;
    state.unguarded.clear();
    state.inconsistent.clear();
  }
  if (state.source == GuardSource::kNone && state.inconsistent.empty()) {
    infer_by_class(state);
  }
}

bool Guards::declare(GuardedState& state) const {
  PathId path = subject(state).declared_guard;
  LockPath lock = path == kNoPath ? LockPath{} : resolve_lock(index_, path);
  if (lock.lock == kNoId) {
    return false;
  }
  facts::AccessPath self;
  self.root = RootKind::kThis;
  state.guard = seen_from(index_.paths.intern(self), true, lock);
  state.source = GuardSource::kDeclared;
  return true;
}

bool Guards::holds(const GuardedState& state, const GuardedAccess& access) const {
  if (state.source == GuardSource::kNone) {
    return false;
  }
  if (state.is_once && !access.is_write) {
    return true;
  }
  bool is_indefinite = !index_.paths.is_definite(index_.paths.truncate(access.access->path, access.base));
  return std::any_of(access.held.begin(), access.held.end(), [&](const auto& held) {
    const auto& [lock, mode] = held;
    bool is_enough = mode == Mode::kExclusive || !access.is_write;
    bool is_same = lock == state.guard ||
                   (!access.is_write &&
                    std::find(state.write_locks.begin(), state.write_locks.end(), lock) != state.write_locks.end()) ||
                   (lock.lock == state.guard.lock && lock.place.empty() && is_indefinite) ||
                   (lock.lock == state.guard.lock && state.source == GuardSource::kByClass);
    return is_enough && is_same;
  });
}

void Guards::infer(GuardedState& state) const {
  const Ballot ballot(index_, state);
  const Count& all = ballot.all;
  size_t best = 0;
  for (const auto& [lock, count] : ballot.counts) {
    bool once = is_once(index_.locks[lock.lock].kind);
    bool all_writes = count.writes == all.writes && all.writes > 0;
    bool is_half = ballot.share_of_functions(count) >= 0.5;
    bool is_most = 2 * count.writes > all.writes && 2 * count.accesses > all.accesses && is_half;
    bool is_own = all_writes && lock.place.starts_with("this") && 2 * count.accesses >= all.accesses && is_half;
    // A lock of the same object, or of as static a storage: writes may hold it in the wrong mode.
    bool is_near = lock.place.starts_with("this") || (subject(state).state != kNoId && !lock.place.empty());
    bool is_always = is_near && count.in_any_mode == all.accesses;
    // That some static lock is held where one object's field is used can be chance.
    // Nor does a member's lock that comes from outside have to be there for this object.
    const bool is_borrowed = index_.locks[lock.lock].storage == facts::Storage::kBorrowed;
    bool is_wider = is_borrowed || (subject(state).state == kNoId && !lock.place.starts_with("this"));
    bool is_chance = is_wider && (count.accesses < kFewestWider || 100 * count.accesses < kPercentWider * all.accesses);
    bool is_first_use = index_.locks[lock.lock].kind == LockKind::kStaticGuard; // readers need not have come by it
    bool is_guard = once ? all_writes && !is_first_use : is_most || is_own || is_always;
    if (is_guard && !is_chance && count.in_any_mode > best) {
      best = count.in_any_mode;
      state.guard = lock;
      state.is_once = once;
      state.source = GuardSource::kInferred;
    }
  }
  for (const auto& [lock, count] : ballot.counts) {
    if (state.source == GuardSource::kInferred && count.writes == all.writes) {
      state.write_locks.push_back(lock);
    }
  }
}

// Helper objects without a lock of their own, used under the lock of whoever owns them: known by the lock class alone,
// so that it is told, and nothing is made of an access without it.
void Guards::infer_by_class(GuardedState& state) const {
  constexpr size_t kFewest = 3;
  constexpr size_t kPercent = 75;
  std::map<LockId, size_t> counts;
  size_t accesses = 0, writes = 0;
  std::map<LockId, size_t> written;
  for (const GuardedAccess* access : voters(state)) {
    ++accesses;
    writes += access->is_write ? 1 : 0;
    std::set<LockId> distinct;
    for (const auto& [lock, mode] : access->held) {
      if (!is_once(index_.locks[lock.lock].kind) && distinct.insert(lock.lock).second) {
        ++counts[lock.lock];
        written[lock.lock] += access->is_write ? 1 : 0;
      }
    }
  }
  size_t best = 0;
  for (const auto& [lock, count] : counts) {
    bool is_guard = writes > 0 && written[lock] == writes && accesses >= kFewest && 100 * count >= kPercent * accesses;
    if (is_guard && count > best) {
      best = count;
      state.guard = {lock, ""};
      state.source = GuardSource::kByClass;
    }
  }
  state.guarded = best;
  state.confidence = best == 0 ? 0 : static_cast<double>(best) / static_cast<double>(accesses);
}

// Whether the lock can be meant to guard the state: it lies in the same object, or is written in the same file. That
// the users of a general data structure hold some global lock is their affair, not the structure's.
bool Guards::is_related(const Subject& subject, const GuardLock& lock) const {
  return subject.state != kNoId || lock.place.starts_with("this") ||
         index_.locks[lock.lock].site.file == subject.site.file;
}

// Whether two accesses cannot happen at once: some lock is held at both, by one of them exclusively. Of locks that lie
// in objects of another class than the state, it cannot be told which is whose: they may be the same.
bool Guards::exclude_each_other(const Subject& subject, const GuardedAccess& a, const GuardedAccess& b) const {
  auto is_same = [&](const GuardLock& mine, const GuardLock& theirs) {
    bool is_elsewhere = subject.state == kNoId && owner_of(index_.locks[mine.lock].symbol) != owner_of(subject.field);
    return mine == theirs || (mine.lock == theirs.lock && is_elsewhere);
  };
  return std::any_of(a.held.begin(), a.held.end(), [&](const auto& mine) {
    return std::any_of(b.held.begin(), b.held.end(), [&](const auto& theirs) {
      return is_same(mine.first, theirs.first) &&
             (mine.second == Mode::kExclusive || theirs.second == Mode::kExclusive);
    });
  });
}

// A scheme of two locks: whoever lacks the usual one holds another that keeps all those out that it could disturb.
bool Guards::is_excluded(const GuardedState& state, const GuardedAccess& access) const {
  // A writer that holds its locks as readers do keeps not even itself out, on another thread.
  bool excludes_itself = !access.is_write || std::any_of(access.held.begin(), access.held.end(), [](const auto& held) {
    return held.second == Mode::kExclusive;
  });
  return !access.held.empty() && excludes_itself &&
         std::all_of(state.accesses.begin(), state.accesses.end(), [&](const GuardedAccess& other) {
           bool conflict = other.counts && (access.is_write || other.is_write) && other.site != access.site;
           return !conflict || exclude_each_other(subject(state), access, other);
         });
}

void Guards::find_missing(GuardedState& state) const {
  bool is_written = std::any_of(state.accesses.begin(), state.accesses.end(),
                                [](const GuardedAccess& access) { return access.counts && access.is_write; });
  bool is_declared = state.source == GuardSource::kDeclared;
  if (!is_written && !is_declared) {
    return;
  }
  for (size_t i = 0; i < state.accesses.size(); ++i) {
    const GuardedAccess& access = state.accesses[i];
    bool opted_out = index_.functions[access.access->function].facts->no_analysis;
    if (access.holds_guard || !access.counts || access.is_vague || opted_out ||
        (!access.is_write && is_kept_element(index_, subject(state), state, access.access->path, access.base)) ||
        (!is_declared && (may_hold(index_, *access.access, state.guard.lock) || is_excluded(state, access)))) {
      continue;
    }
    bool holds_other = std::any_of(access.held.begin(), access.held.end(), [&](const auto& held) {
      return !held.first.place.empty() && held.first.lock != state.guard.lock &&
             !is_once(index_.locks[held.first.lock].kind);
    });
    (holds_other && !is_declared ? state.inconsistent : state.unguarded).push_back(i);
  }
  // One place, met with another lock and with none, is one finding.
  std::erase_if(state.unguarded, [&](size_t i) {
    return std::any_of(state.inconsistent.begin(), state.inconsistent.end(),
                       [&](size_t other) { return state.accesses[other].site == state.accesses[i].site; });
  });
}

// No lock is usual, and the accesses that hold some have none in common: two of them, one a write, with disjoint locks.
void Guards::find_disjoint(GuardedState& state) const {
  std::vector<size_t> locked;
  std::map<GuardLock, size_t> counts;
  size_t counted = 0;
  std::set<Vote> seen;
  for (size_t i = 0; i < state.accesses.size(); ++i) {
    const GuardedAccess& access = state.accesses[i];
    if (!access.counts || access.is_vague || !seen.insert({access.site, access.is_write, access.held}).second) {
      continue;
    }
    ++counted;
    bool is_locked = false;
    for (const auto& [lock, mode] : access.held) {
      if (!lock.place.empty() && !is_once(index_.locks[lock.lock].kind) && is_related(subject(state), lock)) {
        ++counts[lock];
        is_locked = true;
      }
    }
    if (is_locked) {
      locked.push_back(i);
    }
  }
  if (counts.empty() || 2 * locked.size() <= counted) {
    return;
  }
  // Of locks that are held equally often the one that is met first is the usual one.
  GuardLock usual = counts.begin()->first;
  size_t most = 0;
  for (size_t i : locked) {
    for (const auto& [lock, mode] : state.accesses[i].held) {
      if (auto count = counts.find(lock); count != counts.end() && count->second > most) {
        most = count->second;
        usual = lock;
      }
    }
  }
  // The usual lock under another name (through a lambda's capture, a member of a pointer): whether it is another
  // object's, is not known here.
  auto has_class = [&](size_t i) {
    return std::any_of(state.accesses[i].held.begin(), state.accesses[i].held.end(),
                       [&](const auto& held) { return held.first.lock == usual.lock; });
  };
  for (size_t i : locked) {
    bool conflicts = std::any_of(locked.begin(), locked.end(), [&](size_t other) {
      return (state.accesses[i].is_write || state.accesses[other].is_write) &&
             !exclude_each_other(subject(state), state.accesses[i], state.accesses[other]);
    });
    if (conflicts && !has_class(i)) {
      state.inconsistent.push_back(i);
    }
  }
  state.guard = usual;
}

} // namespace paraudit::link
