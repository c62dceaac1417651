#include "checker/checks/instance_order.h"

#include "checker/checks/trace.h"

namespace paraudit::checks {

void check_instance_order(const link::Program& program, const CheckInfo& self, Findings& findings) {
  for (const link::NestedPair* pair : program.instances->undecided()) {
    const std::string& name = lock_name(program, pair->acquired.lock.lock);
    Finding finding;
    finding.check = self.name;
    finding.severity = self.severity;
    finding.message =
        quoted(brief(name)) +
        " of one object is acquired while that of another is held, and nothing decides which comes first; "
        "two threads that meet the other way round deadlock; take both with 'std::scoped_lock', or order "
        "them by address or id";
    finding.place = inner_place(program, *pair);
    finding.function = inner_function(program, *pair);
    append_trace(program, *pair, 1, finding.trace);
    finding.identity = {name, function_name(program, pair->function), finding.function};
    findings.push_back(std::move(finding));
  }
}

} // namespace paraudit::checks
