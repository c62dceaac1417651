#include "checker/checks/lock_order_inversion.h"

#include "checker/checks/trace.h"

#include <algorithm>

namespace paraudit::checks {
namespace {

std::string message_of(const link::Program& program, const link::LockCycle& cycle) {
  const link::LockEdge& first = *cycle.edges.front();
  bool is_nested_in_itself = lock_name(program, first.after) == lock_name(program, first.before);
  std::string text = quoted(brief(lock_name(program, first.after))) +
                     (is_nested_in_itself ? " of another instantiation" : "") + " is acquired while " +
                     quoted(brief(lock_name(program, first.before))) + " is held, and elsewhere ";
  if (cycle.edges.size() == 2) {
    text += "the other way round";
  } else {
    text += "the chain closes: ";
    constexpr size_t kShown = 3; // the trace tells the rest
    for (size_t i = 1; i < std::min(cycle.edges.size(), kShown); ++i) {
      text += (i == 1 ? "" : ", ") + quoted(brief(lock_name(program, cycle.edges[i]->after))) + " under " +
              quoted(brief(lock_name(program, cycle.edges[i]->before)));
    }
  }
  return text + "; threads that do these at the same time deadlock; take the locks in one order everywhere";
}

} // namespace

void check_lock_order_inversion(const link::Program& program, const CheckInfo& self, Findings& findings) {
  for (const link::LockCycle& cycle : program.order->cycles()) {
    Finding finding;
    finding.check = self.name;
    finding.severity = self.severity;
    finding.message = message_of(program, cycle);
    finding.place = inner_place(program, *cycle.witnesses.front());
    finding.function = inner_function(program, *cycle.witnesses.front());
    for (size_t i = 0; i < cycle.witnesses.size(); ++i) {
      append_trace(program, *cycle.witnesses[i], static_cast<uint32_t>(i + 1), finding.trace);
      finding.identity.push_back(lock_name(program, cycle.edges[i]->before));
    }
    findings.push_back(std::move(finding));
  }
}

} // namespace paraudit::checks
