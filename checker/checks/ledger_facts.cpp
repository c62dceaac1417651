#include "checker/checks/ledger_facts.h"

#include "checker/checks/trace.h"

#include <map>
#include <set>

namespace paraudit::checks {
namespace {

using facts::LockKind;

formats::SourceSite site_of(const Place& place) {
  return {place.file, place.line, place.column};
}

bool is_ordered(const link::Program& program, link::LockId lock) {
  LockKind kind = program.index->locks[lock].kind;
  return kind != LockKind::kOnce && kind != LockKind::kStaticGuard && kind != LockKind::kCondvar &&
         kind != LockKind::kWait;
}

std::vector<std::string> names_of(const link::Program& program, const std::vector<link::LockPath>& held) {
  std::set<std::string> names;
  for (const link::LockPath& lock : held) {
    if (lock.lock != link::kNoId) {
      names.insert(lock_name(program, lock.lock));
    }
  }
  return {names.begin(), names.end()};
}

formats::StateFact state_fact(const link::Program& program, const link::SharedState& shared) {
  const link::State& state = program.index->states[shared.state];
  formats::StateFact fact;
  fact.id = state.id;
  fact.synchronization = synchronization_name(state, shared);
  fact.guard = shared.guard == link::kNoId ? "" : lock_name(program, shared.guard);
  fact.site = site_of(place_of(state.site));
  fact.reachable_from_parallel = shared.reached_by_entry;
  for (const link::StateAccess& access : shared.accesses) {
    fact.accesses.push_back({function_name(program, access.function), site_of(place_of(access.site)), access.is_write,
                             access.is_atomic, access.counts, names_of(program, access.held), false});
  }
  return fact;
}

formats::PairFact pair_fact(const link::Program& program, const link::LockEdge& edge) {
  const link::NestedPair& pair = *edge.pairs.front();
  bool needs = is_ordered(program, edge.before) && is_ordered(program, edge.after) && pair.acquired.blocking;
  return {lock_name(program, edge.before),
          lock_name(program, edge.after),
          site_of(inner_place(program, pair)),
          edge.declared,
          needs,
          false};
}

// A ledger is written for a root that this run need not share: an entry's file is the end of the whole path.
void fit_files(const formats::Ledger& ledger, formats::ProgramFacts& program) {
  std::map<std::string, std::string> files;
  for (const formats::LedgerState& entry : ledger.state) {
    files.emplace(entry.id, entry.file);
  }
  for (formats::StateFact& state : program.state) {
    auto found = files.find(state.id);
    if (found != files.end() && !found->second.empty() && state.site.file.ends_with("/" + found->second)) {
      state.site.file = found->second;
    }
  }
}

} // namespace

std::string synchronization_name(const link::State& state, const link::SharedState& shared) {
  if (state.facts.sync != facts::SyncKind::kNone) {
    return std::string(facts::to_string(state.facts.sync));
  }
  return shared.guard != link::kNoId ? "guarded" : shared.writes == 0 ? "never-written" : "none";
}

std::vector<formats::Discrepancy> ledger_discrepancies(const link::Program& program) {
  if (!program.ledger) {
    return {};
  }
  formats::ProgramFacts facts;
  facts.is_partial = program.is_partial;
  std::map<std::string, std::string> paths;
  for (const link::SharedState& shared : program.inventory->states()) {
    const facts::StateObject& object = program.index->states[shared.state].facts;
    if (object.is_definition && !object.in_system_header) { // another's, like `environ`, is not ours to decide on
      facts.state.push_back(state_fact(program, shared));
      paths.emplace(facts.state.back().id, facts.state.back().site.file);
    }
  }
  for (const link::LockClass& lock : program.index->locks) {
    facts.locks.insert(lock.id);
  }
  for (const link::LockEdge& edge : program.order->edges()) {
    facts.pairs.push_back(pair_fact(program, edge));
  }
  fit_files(*program.ledger, facts);
  std::vector<formats::Discrepancy> found = compare(*program.ledger, facts);
  for (formats::Discrepancy& discrepancy : found) {
    // Back to whole paths.
    auto path = paths.find(discrepancy.identity.front());
    if (path != paths.end() && path->second.ends_with("/" + discrepancy.site.file)) {
      discrepancy.site.file = path->second;
    }
  }
  return found;
}

} // namespace paraudit::checks
