#include "reports/ledger/program_facts.h"

#include <map>
#include <set>

namespace paraudit::reports {
namespace {

using formats::AccessFact;
using formats::PairFact;
using formats::ProgramFacts;
using formats::SourceSite;
using formats::StateFact;

SourceSite site_of(const Place& place) {
  return {place.file, place.line, place.column};
}

StateFact state_fact(const SharedState& state) {
  StateFact fact{state.id, state.synchronization, state.guard, site_of(state.place), state.reachable_from_parallel, {}};
  for (const StaticAccess& access : state.accesses)
    fact.accesses.push_back({access.function, site_of(access.place), access.is_write, access.is_atomic,
                             access.is_parallel, access.held, false});
  return fact;
}

// What a recorded run did with the state while several threads were there.
void add_recorded(const StateEntry& entry, StateFact& fact) {
  for (const WatchedAccess& access : entry.use.parallel)
    fact.accesses.push_back({access.place.function,
                             {access.place.file, access.place.line, 0},
                             access.access == "write",
                             access.is_atomic,
                             true,
                             access.held,
                             true});
}

// Initialisation guards and wait objects take part in cycles, but nobody declares their order.
bool is_ordered(const std::string& kind) {
  return kind != "once" && kind != "static-guard" && kind != "condvar" && kind != "wait-object";
}

// Where locks are only tried for.
std::set<Place> try_sites(const Findings& findings) {
  std::set<Place> tries, blocking;
  for (const StaticLock& lock : findings.locks)
    for (const StaticAcquisition& acquisition : lock.acquisitions) {
      auto column = acquisition.columns.find("source_location");
      Place place{acquisition.file, acquisition.line, column == acquisition.columns.end() ? 0 : column->second};
      place.column = acquisition.column ? acquisition.column : place.column;
      (acquisition.is_try ? tries : blocking).insert(place);
    }
  for (const Place& place : blocking)
    tries.erase(place);
  return tries;
}

bool all_in(const std::vector<Place>& sites, const std::set<Place>& tries) {
  for (const Place& site : sites)
    if (!tries.contains(site))
      return false;
  return !sites.empty();
}

} // namespace

ProgramFacts program_facts(const Findings& findings, const Report& report) {
  ProgramFacts facts;
  facts.is_partial = findings.units_failed != 0;
  for (const StateEntry& entry : report.shared_state) {
    facts.state.push_back(state_fact(entry.state));
    add_recorded(entry, facts.state.back());
  }
  std::map<std::string, bool> ordered;
  for (const StaticLock& lock : findings.locks) {
    facts.locks.insert(lock.id);
    ordered[lock.id] = is_ordered(lock.kind);
  }
  std::set<Place> tries = try_sites(findings);
  std::map<std::pair<std::string, std::string>, std::size_t> known;
  for (const StaticEdge& edge : findings.edges) {
    bool needs = ordered[edge.before] && ordered[edge.after] && !all_in(edge.sites, tries);
    known[{edge.before, edge.after}] = facts.pairs.size();
    facts.pairs.push_back({edge.before, edge.after, edge.sites.empty() ? SourceSite() : site_of(edge.sites.front()),
                           edge.declared, needs, false});
  }
  for (const OrderEdge& edge : report.lock_order.edges) {
    if (!edge.dynamic || !facts.locks.contains(edge.before) || !facts.locks.contains(edge.after))
      continue;
    auto [at, is_new] = known.try_emplace({edge.before, edge.after}, facts.pairs.size());
    if (is_new)
      facts.pairs.push_back({edge.before, edge.after, {}, edge.declared, ordered[edge.before] && ordered[edge.after]});
    PairFact& pair = facts.pairs[at->second];
    pair.is_recorded = true;
    if (pair.site.file.empty() && !edge.sites.empty())
      pair.site = {edge.sites.front().file, edge.sites.front().line, 0};
  }
  return facts;
}

ProgramFacts program_facts(const Report& report) {
  ProgramFacts facts;
  facts.is_partial = report.units_failed != 0;
  std::set<std::string> unordered; // initialisation guards need no declaration
  for (const StateEntry& entry : report.shared_state) {
    facts.state.push_back(state_fact(entry.state));
    if (entry.state.synchronization == "once")
      unordered.insert(entry.state.id);
  }
  auto is_unordered = [&](const std::string& lock) {
    return unordered.contains(lock) || lock.ends_with("(static initialisation)");
  };
  for (const OrderEdge& edge : report.lock_order.edges)
    if (edge.is_static) {
      SourceSite site;
      if (!edge.sites.empty())
        site = {edge.sites.front().file, edge.sites.front().line, 0};
      bool needs = !is_unordered(edge.before) && !is_unordered(edge.after);
      facts.pairs.push_back({edge.before, edge.after, site, edge.declared, needs, edge.dynamic});
    }
  return facts;
}

std::string updated_ledger(const formats::Ledger& ledger, const ProgramFacts& facts) {
  std::map<std::string, const StateFact*> states;
  for (const StateFact& state : facts.state)
    states.emplace(state.id, &state);
  std::vector<formats::NewState> new_state;
  std::vector<formats::NewOrder> new_order;
  for (const formats::Discrepancy& found : compare(ledger, facts)) {
    if (found.kind != formats::DiscrepancyKind::kNew)
      continue;
    if (found.identity.size() == 2) {
      new_order.push_back({found.identity[0], found.identity[1]});
    } else {
      const StateFact& state = *states.at(found.identity[0]);
      new_state.push_back({state.id, state.site.file, state.guard});
    }
  }
  return add_entries(ledger, std::move(new_state), std::move(new_order));
}

} // namespace paraudit::reports
