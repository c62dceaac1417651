#include "formats/ledger/compare.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace paraudit::formats {
namespace {

std::string quoted(const std::string& text) {
  return "'" + text + "'";
}

std::string place_text(const SourceSite& site) {
  return site.file + ":" + std::to_string(site.line);
}

std::string last_name(const std::string& id) {
  std::size_t colons = id.rfind("::");
  return colons == std::string::npos ? id : id.substr(colons + 2);
}

bool holds(const AccessFact& access, const std::string& lock) {
  return std::find(access.held.begin(), access.held.end(), lock) != access.held.end();
}

std::string deed(const AccessFact& access) {
  return quoted(access.function) + (access.is_write ? " writes it" : " reads it") + " at " + place_text(access.site) +
         (access.is_recorded ? " (seen at run time)" : "");
}

// The order that the ledger states, with its closure.
class StatedOrder {
 public:
  explicit StatedOrder(const Ledger& ledger) {
    for (const auto& [before, after] : ledger.stated_order())
      next_[before].push_back(after);
  }

  bool is_before(const std::string& before, const std::string& after) const {
    std::set<std::string> seen;
    std::vector<std::string> work{before};
    while (!work.empty()) {
      auto found = next_.find(work.back());
      work.pop_back();
      if (found == next_.end())
        continue;
      for (const std::string& next : found->second) {
        if (next == after)
          return true;
        if (seen.insert(next).second)
          work.push_back(next);
      }
    }
    return false;
  }

 private:
  std::map<std::string, std::vector<std::string>> next_;
};

class Comparison {
 public:
  Comparison(const Ledger& ledger, const ProgramFacts& facts) : ledger_(ledger), facts_(facts), order_(ledger) {
    for (const StateFact& state : facts.state)
      state_by_id_.emplace(state.id, &state);
    for (const LedgerState& entry : ledger.state)
      entry_by_id_.emplace(entry.id, &entry);
  }

  std::vector<Discrepancy> run() {
    find_new_state();
    find_new_pairs();
    for (const LedgerState& entry : ledger_.state)
      check_state(entry);
    for (const LedgerOrder& entry : ledger_.lock_order)
      check_order(entry);
    check_levels();
    std::sort(found_.begin(), found_.end(), [](const Discrepancy& a, const Discrepancy& b) {
      return std::tie(a.kind, a.at.line, a.at.column, a.identity, a.message) <
             std::tie(b.kind, b.at.line, b.at.column, b.identity, b.message);
    });
    return std::move(found_);
  }

 private:
  void add(DiscrepancyKind kind, LedgerPlace at, std::vector<std::string> identity, std::string message,
           SourceSite site = {}, std::string site_message = "") {
    found_.push_back({kind, std::move(message), at, std::move(site), std::move(site_message), std::move(identity)});
  }

  // Stale, unless it may be in what could not be read.
  void gone(LedgerPlace at, std::vector<std::string> identity, std::string message, const std::string& name) {
    if (facts_.is_partial)
      add(DiscrepancyKind::kUnseen, at, std::move(identity),
          name + " was not found, but not all of the program could be read; leave the entry as it is");
    else
      add(DiscrepancyKind::kStale, at, std::move(identity), std::move(message));
  }

  void find_new_state() {
    for (const StateFact& state : facts_.state)
      if (needs_decision(state) && !entry_by_id_.contains(state.id))
        add(DiscrepancyKind::kNew, {}, {state.id},
            quoted(state.id) + " is shared state (" + state.synchronization +
                ") with no entry in the ledger; add it with 'paraudit ledger update', then decide what becomes of it",
            state.site, "defined here");
  }

  void find_new_pairs() {
    std::set<std::pair<std::string, std::string>> reported, declared;
    for (const PairFact& pair : facts_.pairs)
      if (pair.is_declared)
        declared.insert({pair.before, pair.after});
    for (const PairFact& pair : facts_.pairs) {
      bool is_covered = !pair.needs_declaration || pair.is_declared || pair.before == pair.after ||
                        declared.contains({pair.after, pair.before}) || order_.is_before(pair.before, pair.after) ||
                        order_.is_before(pair.after, pair.before);
      if (!is_covered && reported.insert(std::minmax(pair.before, pair.after)).second)
        add(DiscrepancyKind::kNew, {}, {pair.before, pair.after},
            quoted(pair.after) + " is acquired while " + quoted(pair.before) + " is held" +
                (pair.is_recorded ? " (seen at run time)" : "") +
                ", and the ledger states no order between them; add it with 'paraudit ledger update', then say why",
            pair.site, "acquired here");
    }
  }

  void check_state(const LedgerState& entry) {
    auto found = state_by_id_.find(entry.id);
    if (found == state_by_id_.end()) {
      gone(entry.at, {entry.id},
           quoted(entry.id) + " is no shared state of the program any more" + moved_to(entry) + "; remove the entry",
           quoted(entry.id));
      return;
    }
    const StateFact& state = *found->second;
    if (!entry.file.empty() && !state.site.file.empty() && entry.file != state.site.file)
      add(DiscrepancyKind::kStale, entry.at, {entry.id, "file"},
          quoted(entry.id) + " is in " + state.site.file + " now, not in " + entry.file + "; change 'file'", state.site,
          "defined here");
    check_guard(entry, state);
    for (const LedgerInvariant& invariant : entry.invariants)
      if (invariant.kind)
        check_invariant(entry, invariant, state);
    check_atomicity(entry, state);
  }

  // A state of the same name in another class that the ledger does not know.
  std::string moved_to(const LedgerState& entry) const {
    for (const StateFact& state : facts_.state)
      if (last_name(state.id) == last_name(entry.id) && !entry_by_id_.contains(state.id))
        return " (did it become " + quoted(state.id) + "?)";
    return "";
  }

  static bool states(const LedgerState& entry, InvariantKind kind) {
    return std::any_of(entry.invariants.begin(), entry.invariants.end(),
                       [&](const LedgerInvariant& invariant) { return invariant.kind == kind; });
  }

  void check_guard(const LedgerState& entry, const StateFact& state) {
    if (entry.guard.empty())
      return;
    if (!facts_.locks.contains(entry.guard)) {
      gone(entry.guard_at, {entry.id, "guard"},
           quoted(entry.guard) + ", the guard of " + quoted(entry.id) + ", is no lock of the program" +
               (state.guard.empty() ? "" : "; its accesses hold " + quoted(state.guard)),
           quoted(entry.guard));
      return;
    }
    if (!state.guard.empty() && state.guard != entry.guard) {
      add(DiscrepancyKind::kContradicted, entry.guard_at, {entry.id, "guard"},
          quoted(entry.id) + " changed its guard: its accesses hold " + quoted(state.guard) + ", not " +
              quoted(entry.guard),
          state.site, "defined here");
      return;
    }
    bool writes_only = states(entry, InvariantKind::kGuardedWrites);
    first_access(entry, entry.guard_at, state, "guard", "it is to hold " + quoted(entry.guard),
                 [&](const AccessFact& access) {
                   return access.is_parallel && !access.is_atomic && (access.is_write || !writes_only) &&
                          !holds(access, entry.guard);
                 });
  }

  // Contradicted by the first access that `breaks` it.
  template <class Breaks>
  void first_access(const LedgerState& entry, LedgerPlace at, const StateFact& state, const char* what,
                    const std::string& stated, Breaks breaks) {
    for (const AccessFact& access : state.accesses)
      if (breaks(access)) {
        std::string held;
        for (const std::string& lock : access.held)
          held += (held.empty() ? ", holding " : ", ") + quoted(lock);
        add(DiscrepancyKind::kContradicted, at, {entry.id, what},
            quoted(entry.id) + ": " + stated + ", but " + deed(access) + (held.empty() ? ", with no lock held" : held),
            access.site, access.is_write ? "written here" : "read here");
        return;
      }
  }

  void check_invariant(const LedgerState& entry, const LedgerInvariant& invariant, const StateFact& state) {
    std::string stated = std::string("stated is \"") + invariant_sentence(*invariant.kind) + "\"";
    std::string what = invariant_sentence(*invariant.kind);
    auto against = [&](auto breaks) { first_access(entry, invariant.at, state, what.c_str(), stated, breaks); };
    switch (*invariant.kind) {
    case InvariantKind::kNeverWritten:
      return against([](const AccessFact& access) { return access.is_write; });
    case InvariantKind::kWrittenBeforeThreads:
      return against([](const AccessFact& access) { return access.is_write && access.is_parallel; });
    case InvariantKind::kGuardedWrites:
      if (entry.guard.empty())
        add(DiscrepancyKind::kContradicted, invariant.at, {entry.id, what},
            quoted(entry.id) + ": " + stated + ", but the entry names no guard");
      return;
    case InvariantKind::kAtomic:
      if (state.synchronization != "atomic")
        against([](const AccessFact& access) { return access.is_parallel && !access.is_atomic; });
      return;
    case InvariantKind::kNotParallel:
      if (state.reachable_from_parallel)
        add(DiscrepancyKind::kContradicted, invariant.at, {entry.id, what},
            quoted(entry.id) + ": " + stated + ", but code that several threads run does", state.site, "defined here");
      return;
    case InvariantKind::kWorkerLocal:
      if (state.synchronization != "worker-local" && state.synchronization != "thread-local")
        add(DiscrepancyKind::kContradicted, invariant.at, {entry.id, what},
            quoted(entry.id) + ": " + stated + ", but it is one object for all (" + state.synchronization + ")",
            state.site, "defined here");
      return;
    }
  }

  // What changes together needs one guard.
  void check_atomicity(const LedgerState& entry, const StateFact& state) {
    for (const std::string& other : entry.atomicity) {
      auto found = state_by_id_.find(other);
      bool is_sentence = other.find(' ') != std::string::npos;
      if (found == state_by_id_.end()) {
        if (!is_sentence)
          gone(entry.at, {entry.id, "atomicity", other},
               quoted(other) + ", which changes together with " + quoted(entry.id) +
                   ", is no shared state of the program",
               quoted(other));
        continue;
      }
      if (found->second->guard != state.guard)
        add(DiscrepancyKind::kContradicted, entry.at, {entry.id, "atomicity", other},
            quoted(entry.id) + " and " + quoted(other) + " are to change together, but are guarded by " +
                (state.guard.empty() ? "nothing" : quoted(state.guard)) + " and " +
                (found->second->guard.empty() ? "nothing" : quoted(found->second->guard)),
            found->second->site, "defined here");
    }
  }

  bool check_lock(LedgerPlace at, const std::string& lock) {
    if (facts_.locks.contains(lock))
      return true;
    gone(at, {lock, "lock"}, quoted(lock) + " is no lock of the program any more; remove or rename it", quoted(lock));
    return false;
  }

  void check_order(const LedgerOrder& entry) {
    if (!check_lock(entry.at, entry.before) || !check_lock(entry.at, entry.after))
      return;
    if (entry.before != entry.after && order_.is_before(entry.after, entry.before)) {
      add(DiscrepancyKind::kContradicted, entry.at, {entry.before, entry.after, "cycle"},
          "the ledger states " + quoted(entry.before) + " before " + quoted(entry.after) +
              ", and elsewhere, maybe through others, the reverse");
      return;
    }
    bool is_used = false;
    for (const PairFact& pair : facts_.pairs) {
      is_used |= pair.before == entry.before && pair.after == entry.after;
      if (pair.before == entry.after && pair.after == entry.before && pair.before != pair.after)
        against_order(entry.at, pair);
    }
    if (!is_used && !facts_.is_partial)
      add(DiscrepancyKind::kUnused, entry.at, {entry.before, entry.after},
          quoted(entry.after) + " is nowhere acquired while " + quoted(entry.before) + " is held");
  }

  void against_order(LedgerPlace at, const PairFact& pair) {
    add(DiscrepancyKind::kContradicted, at, {pair.after, pair.before, "order"},
        "the ledger states " + quoted(pair.after) + " before " + quoted(pair.before) + ", but " + quoted(pair.after) +
            " is acquired while " + quoted(pair.before) + " is held" + (pair.is_recorded ? " (seen at run time)" : "") +
            ", at " + place_text(pair.site),
        pair.site, "acquired here");
  }

  void check_levels() {
    std::map<std::string, std::size_t> level_of;
    for (std::size_t i = 0; i < ledger_.lock_levels.size(); ++i)
      for (const std::string& lock : ledger_.lock_levels[i])
        if (check_lock(ledger_.level_places[i], lock))
          level_of.emplace(lock, i);
    for (const PairFact& pair : facts_.pairs) {
      auto before = level_of.find(pair.before), after = level_of.find(pair.after);
      if (before != level_of.end() && after != level_of.end() && before->second > after->second)
        against_order(ledger_.level_places[after->second], pair);
    }
  }

  const Ledger& ledger_;
  const ProgramFacts& facts_;
  StatedOrder order_;
  std::map<std::string, const StateFact*> state_by_id_;
  std::map<std::string, const LedgerState*> entry_by_id_;
  std::vector<Discrepancy> found_;
};

} // namespace

const char* discrepancy_word(DiscrepancyKind kind) {
  switch (kind) {
  case DiscrepancyKind::kNew:
    return "new";
  case DiscrepancyKind::kStale:
    return "stale";
  case DiscrepancyKind::kContradicted:
    return "contradicted";
  case DiscrepancyKind::kUnused:
    return "unused";
  case DiscrepancyKind::kUnseen:
    break;
  }
  return "not seen";
}

bool needs_decision(const StateFact& state) {
  static const std::set<std::string> kPlain = {"never-written", "const", "lock", "once", "thread-local"};
  return !kPlain.contains(state.synchronization);
}

std::vector<Discrepancy> compare(const Ledger& ledger, const ProgramFacts& facts) {
  return Comparison(ledger, facts).run();
}

} // namespace paraudit::formats
