#include "checker/checks/lock_order_undeclared.h"

#include "checker/checks/trace.h"

#include <algorithm>
#include <set>

namespace paraudit::checks {
namespace {

using facts::LockKind;

// Initialisation guards and other wait objects take part in cycles, but need no declaration.
bool needs_declaration(const link::Program& program, link::LockId lock) {
  LockKind kind = program.index->locks[lock].kind;
  return kind != LockKind::kOnce && kind != LockKind::kStaticGuard && kind != LockKind::kCondvar &&
         kind != LockKind::kWait;
}

bool is_undeclared(const link::Program& program, const link::LockEdge& edge) {
  return !edge.declared && !edge.declared_reverse && edge.pairs.front()->acquired.blocking &&
         needs_declaration(program, edge.before) && needs_declaration(program, edge.after);
}

// The last name of a qualified one: what the declaration is written with.
std::string short_name(const std::string& name) {
  size_t colons = name.rfind("::");
  return colons == std::string::npos ? name : name.substr(colons + 2);
}

std::string message_of(const std::string& before, const std::string& after) {
  return quoted(after) + " is acquired while " + quoted(before) +
         " is held, and no order between them is declared; if this is the order, declare it: " +
         "'__attribute__((acquired_before(" + short_name(after) + ")))' on " + quoted(before);
}

} // namespace

void check_lock_order_undeclared(const link::Program& program, const CheckInfo& self, Findings& findings) {
  std::set<std::pair<link::LockId, link::LockId>> reported;
  for (const link::LockEdge& edge : program.order->edges()) {
    std::pair<link::LockId, link::LockId> unordered = std::minmax(edge.before, edge.after);
    if (!is_undeclared(program, edge) || !reported.insert(unordered).second) {
      continue;
    }
    const link::NestedPair& pair = *edge.pairs.front();
    Finding finding;
    finding.check = self.name;
    finding.severity = self.severity;
    finding.message = message_of(lock_name(program, edge.before), lock_name(program, edge.after));
    finding.place = inner_place(program, pair);
    finding.function = inner_function(program, pair);
    append_trace(program, pair, 1, finding.trace);
    finding.identity = {lock_name(program, edge.before), lock_name(program, edge.after)};
    findings.push_back(std::move(finding));
  }
}

} // namespace paraudit::checks
