#include "checker/checks/blocking_under_lock.h"

#include "checker/checks/trace.h"

#include <array>
#include <string_view>

namespace paraudit::checks {
namespace {

using link::DeedKind;

struct Phrase {
  std::string_view text;
  const char* does;
};

constexpr std::array<Phrase, 14> kPhrases = {{
    {"sleep", "sleeps"},
    {"poll", "waits for input or output"},
    {"process-wait", "waits for another process"},
    {"file-io", "does file input or output"},
    {"file-lock", "waits for a file lock"},
    {"socket-io", "does socket input or output"},
    {"future-wait", "waits for a future"},
    {"barrier-wait", "waits at a barrier"},
    {"semaphore-wait", "waits for a semaphore"},
    {"latch-wait", "waits for a latch"},
    {"task-wait", "waits for a task"},
    {"atomic-wait", "waits for an atomic to change"},
    {"suspend", "is suspended"},
    {"wait", "waits for other threads"},
}};

std::string deed_text(const link::Program& program, const link::Deed& deed) {
  const facts::Event& event = program.index->functions[deed.function].facts->events[deed.event];
  switch (deed.kind) {
  case DeedKind::kJoin:
    return "waits for a thread to end";
  case DeedKind::kWait:
    return "waits on a condition variable";
  case DeedKind::kParallel:
    return "runs the parallel construct " + quoted(event.text);
  default:
    break;
  }
  for (const Phrase& phrase : kPhrases) {
    if (phrase.text == event.text) {
      return phrase.does;
    }
  }
  return "blocks";
}

std::string rule_text(DeedKind kind) {
  if (kind == DeedKind::kParallel) {
    return "; its workers may run code that needs the same lock";
  }
  if (kind == DeedKind::kWait) {
    return "; the wait gives up only its own lock, and who would signal may need the other";
  }
  return "; every thread that needs the lock waits too, and what is waited for may need it";
}

} // namespace

void check_blocking_under_lock(const link::Program& program, const CheckInfo& self, Findings& findings) {
  for (const link::DeedUnderLock& found : program.deeds->under_lock()) {
    if (found.deed.kind == DeedKind::kCallback || found.deed.kind == DeedKind::kVirtualCallback) {
      continue;
    }
    const link::Function& function = program.index->functions[found.deed.function];
    const facts::Event& event = function.facts->events[found.deed.event];
    const std::string lock = held_name(program, found.holder, found.lock);
    const std::string deed = deed_text(program, found.deed);
    Finding finding;
    finding.check = self.name;
    finding.severity = self.severity;
    finding.message = quoted(brief(function.facts->name)) + " " + deed + " while " + quoted(brief(lock)) + " is held" +
                      rule_text(found.deed.kind) + "; do it before the lock is taken or after it is released";
    finding.place = place_of(program.index->site(function, event.where));
    finding.function = function.facts->name;
    append_steps(program, found.holder, found.lock, found.held_hop, found.others, *found.deed.hop, deed, 1,
                 finding.trace);
    append_more(
        program, found.more, [&](const link::Deed& other) { return deed_text(program, other); }, finding.related);
    finding.identity = {lock, function_name(program, found.holder), finding.function, deed};
    findings.push_back(std::move(finding));
  }
}

} // namespace paraudit::checks
