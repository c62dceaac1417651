#include "checker/checks/callback_under_lock.h"

#include "checker/checks/trace.h"

namespace paraudit::checks {
namespace {

using link::DeedKind;

std::string callee_text(const link::Program& program, const link::Deed& deed) {
  const link::Function& function = program.index->functions[deed.function];
  const facts::Event& event = function.facts->events[deed.event];
  if (deed.kind == DeedKind::kVirtualCallback) {
    link::FunctionId method = program.index->function(event.callee);
    return method == link::kNoId ? "a virtual method of an object from outside"
                                 : "virtual " + quoted(brief(function_name(program, method)));
  }
  if (event.path == facts::kNone) {
    return "a callable from outside";
  }
  const link::PathId path = program.index->path(function, event.path);
  const facts::AccessPath& whole = program.index->paths[path];
  if (whole.root == facts::RootKind::kResult) {
    link::FunctionId maker = program.index->function(function.facts->events[whole.index].callee);
    return maker == link::kNoId ? "what a call returned"
                                : "what " + quoted(brief(function_name(program, maker))) + " returned";
  }
  return quoted(path_text(program, deed.function, path));
}

} // namespace

void check_callback_under_lock(const link::Program& program, const CheckInfo& self, Findings& findings) {
  for (const link::DeedUnderLock& found : program.deeds->under_lock()) {
    if (found.deed.kind != DeedKind::kCallback && found.deed.kind != DeedKind::kVirtualCallback) {
      continue;
    }
    const link::Function& function = program.index->functions[found.deed.function];
    const facts::Event& event = function.facts->events[found.deed.event];
    const std::string lock = held_name(program, found.holder, found.lock);
    const std::string callee = callee_text(program, found.deed);
    Finding finding;
    finding.check = self.name;
    finding.severity = self.severity;
    finding.message = callee + " is called while " + quoted(brief(lock)) + " is held, and " +
                      (found.deed.targets == link::Targets::kUnknown
                           ? "what runs then is not known here: it may take locks, or come back for this one"
                           : quoted(brief(function_name(program, found.deed.target))) +
                                 ", which may run then, takes a lock of its own") +
                      "; copy what is needed, release the lock, then call";
    finding.place = place_of(program.index->site(function, event.where));
    finding.function = function.facts->name;
    append_steps(program, found.holder, found.lock, found.held_hop, found.others, *found.deed.hop, "calls " + callee, 1,
                 finding.trace);
    append_more(
        program, found.more, [&](const link::Deed& deed) { return "calls " + callee_text(program, deed); },
        finding.related);
    finding.identity = {lock, function_name(program, found.holder), finding.function, callee};
    findings.push_back(std::move(finding));
  }
}

} // namespace paraudit::checks
