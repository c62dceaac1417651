#include "checker/checks/lock_order_undeclared.h"

#include "checker/checks/fixes.h"
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
  // Instances of one declaration, of two instantiations even, have no order that a declaration could tell.
  bool is_nested_in_itself = lock_name(program, edge.before) == lock_name(program, edge.after);
  return !is_nested_in_itself && !edge.declared && !edge.declared_reverse && edge.pairs.front()->acquired.blocking &&
         needs_declaration(program, edge.before) && needs_declaration(program, edge.after);
}

// Clang keeps order attributes on locks whose type has the capability attribute, and drops them elsewhere.
RelatedPlace remedy_of(const link::Program& program, const link::LockEdge& edge) {
  std::string attribute = "'__attribute__((acquired_before(" + short_name(lock_name(program, edge.after)) + ")))'";
  bool is_capability = program.index->locks[edge.before].kind == LockKind::kCapability;
  return {place_of(program.index->locks[edge.before].site),
          is_capability ? "to declare this order, write " + attribute + " here"
                        : "to declare this order, give the lock's type the 'capability' attribute and write " +
                              attribute + " here"};
}

using Names = std::pair<std::string, std::string>; // of the outer lock and the inner one

// As the program nests them, in blocking ways.
std::set<Names> nestings(const link::Program& program) {
  std::set<Names> names;
  for (const link::LockEdge& edge : program.order->edges()) {
    if (edge.pairs.front()->acquired.blocking) {
      names.emplace(lock_name(program, edge.before), lock_name(program, edge.after));
    }
  }
  return names;
}

std::string message_of(const link::Program& program, const link::LockEdge& edge, bool in_both_orders) {
  return quoted(brief(lock_name(program, edge.after))) + " is acquired while " +
         quoted(brief(lock_name(program, edge.before))) + " is held, and no order between them is declared; " +
         (in_both_orders ? "elsewhere it is the other way round: decide on one order, keep it, and declare it"
                         : "if this is the order, declare it");
}

} // namespace

void check_lock_order_undeclared(const link::Program& program, const CheckInfo& self, Findings& findings) {
  const std::set<Names> nested = nestings(program);
  std::set<Names> reported; // by declaration, in either order
  for (const link::LockEdge& edge : program.order->edges()) {
    std::string before = lock_name(program, edge.before);
    std::string after = lock_name(program, edge.after);
    Names unordered = std::minmax(before, after);
    if (!is_undeclared(program, edge) || self.matches("IgnoredLocks", before) || self.matches("IgnoredLocks", after) ||
        !reported.insert(unordered).second) {
      continue;
    }
    const link::NestedPair& pair = *edge.pairs.front();
    Finding finding;
    finding.check = self.name;
    finding.severity = self.severity;
    finding.message = message_of(program, edge, nested.contains({after, before}));
    finding.place = inner_place(program, pair);
    finding.function = inner_function(program, pair);
    append_trace(program, pair, 1, finding.trace);
    finding.related.push_back(remedy_of(program, edge));
    finding.identity = {before, after};
    if (std::optional<Fix> fix = declare_order(program, edge)) {
      finding.fixes.push_back(std::move(*fix));
    }
    findings.push_back(std::move(finding));
  }
}

} // namespace paraudit::checks
