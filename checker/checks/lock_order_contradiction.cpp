#include "checker/checks/lock_order_contradiction.h"

#include "checker/checks/trace.h"

#include <algorithm>
#include <set>

namespace paraudit::checks {
namespace {

void add_declarations(const link::Program& program, const std::vector<link::DeclaredEdge>& edges, Finding& finding) {
  for (const link::DeclaredEdge& edge : edges) {
    finding.related.push_back({place_of(edge.site), quoted(brief(lock_name(program, edge.before))) +
                                                        " is declared to come before " +
                                                        quoted(brief(lock_name(program, edge.after))) + " here"});
  }
}

void report_acquisition(const link::Program& program, const CheckInfo& self, const link::LockEdge& edge,
                        const link::NestedPair& pair, Findings& findings) {
  Finding finding;
  finding.check = self.name;
  finding.severity = self.severity;
  finding.message = quoted(brief(lock_name(program, edge.after))) + " is acquired while " +
                    quoted(brief(lock_name(program, edge.before))) +
                    " is held, but is declared to come first; acquire them in the declared order, or correct the "
                    "declaration";
  finding.place = inner_place(program, pair);
  finding.function = inner_function(program, pair);
  append_trace(program, pair, 1, finding.trace);
  add_declarations(program, program.order->declared().chain(edge.after, edge.before), finding);
  finding.identity = {lock_name(program, edge.before), lock_name(program, edge.after), finding.function};
  findings.push_back(std::move(finding));
}

void report_cycle(const link::Program& program, const CheckInfo& self, const std::vector<link::DeclaredEdge>& cycle,
                  Findings& findings) {
  const link::DeclaredEdge& closing = cycle.front();
  Finding finding;
  finding.check = self.name;
  finding.severity = self.severity;
  finding.message = quoted(brief(lock_name(program, closing.before))) + " is declared to come before " +
                    quoted(brief(lock_name(program, closing.after))) +
                    ", and other declarations say the opposite: no code can follow them all; remove one of them";
  finding.place = place_of(closing.site);
  add_declarations(program, {cycle.begin() + 1, cycle.end()}, finding);
  for (const link::DeclaredEdge& edge : cycle) {
    finding.identity.push_back(lock_name(program, edge.before));
  }
  findings.push_back(std::move(finding));
}

} // namespace

void check_lock_order_contradiction(const link::Program& program, const CheckInfo& self, Findings& findings) {
  std::set<std::pair<Place, std::string>> reported; // instantiations of a template share declarations and places
  for (const link::LockEdge& edge : program.order->edges()) {
    // Where the declarations form a cycle, each acquisition is against one of them: the cycle says it once.
    if (!edge.declared_reverse || edge.declared) {
      continue;
    }
    for (const link::NestedPair* pair : edge.pairs) {
      if (pair->acquired.blocking &&
          reported.insert({inner_place(program, *pair), lock_name(program, edge.before)}).second) {
        report_acquisition(program, self, edge, *pair, findings);
      }
    }
  }
  for (const std::vector<link::DeclaredEdge>& cycle : program.order->declared().cycles()) {
    report_cycle(program, self, cycle, findings);
  }
}

} // namespace paraudit::checks
