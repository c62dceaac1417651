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

} // namespace

ProgramFacts program_facts(const Report& report) {
  ProgramFacts facts;
  facts.is_partial = report.units_failed != 0;
  facts.locks.insert(report.static_locks.begin(), report.static_locks.end());
  for (const StateEntry& entry : report.shared_state) {
    facts.state.push_back(state_fact(entry.state));
    add_recorded(entry, facts.state.back());
  }
  for (const OrderEdge& edge : report.lock_order.edges) {
    if (!facts.locks.contains(edge.before) || !facts.locks.contains(edge.after))
      continue;
    SourceSite site;
    if (!edge.sites.empty())
      site = {edge.sites.front().file, edge.sites.front().line, 0};
    facts.pairs.push_back({edge.before, edge.after, site, edge.declared, edge.needs_declaration, edge.dynamic});
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
