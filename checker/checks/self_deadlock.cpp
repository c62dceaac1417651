#include "checker/checks/self_deadlock.h"

#include "checker/checks/trace.h"

namespace paraudit::checks {
namespace {

std::string message_of(const link::Program& program, const link::NestedPair& pair) {
  std::string name = quoted(brief(lock_name(program, pair.acquired.lock.lock)));
  bool upgrades = pair.held.mode == facts::Mode::kShared && pair.acquired.mode == facts::Mode::kExclusive;
  if (upgrades) {
    return name + " is acquired exclusively by a thread that holds it shared; the upgrade waits for its own reader; "
                  "release the shared lock first, or take the exclusive one from the start";
  }
  std::string through = pair.acquired.hop->length > 1
                            ? " through the call in " + quoted(brief(function_name(program, pair.function)))
                            : std::string();
  return name + " is acquired again" + through +
         " by a thread that holds it; it is not recursive, so the thread waits for itself; split a function that "
         "expects the lock to be held from the one that takes it";
}

} // namespace

void check_self_deadlock(const link::Program& program, const CheckInfo& self, Findings& findings) {
  for (const link::NestedPair* pair : program.order->self_deadlocks()) {
    Finding finding;
    finding.check = self.name;
    finding.severity = self.severity;
    finding.message = message_of(program, *pair);
    finding.place = inner_place(program, *pair);
    finding.function = inner_function(program, *pair);
    append_trace(program, *pair, 1, finding.trace);
    finding.identity = {lock_name(program, pair->acquired.lock.lock), function_name(program, pair->function),
                        finding.function};
    findings.push_back(std::move(finding));
  }
}

} // namespace paraudit::checks
