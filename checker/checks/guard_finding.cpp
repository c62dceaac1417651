#include "checker/checks/guard_finding.h"

#include "checker/checks/trace.h"

#include <algorithm>
#include <cstdlib>
#include <tuple>

namespace paraudit::checks {
namespace {

std::vector<std::string> lock_names(const link::Program& program, const link::GuardedAccess& access) {
  std::set<std::string> names;
  for (const auto& [lock, mode] : access.held) {
    names.insert(lock_name(program, lock.lock));
  }
  return {names.begin(), names.end()};
}

bool is_method_of(const std::string& function, const std::string& owner) {
  std::string name = link::without_template_arguments(function);
  return !owner.empty() && name.size() > owner.size() + 2 && name.starts_with(owner) &&
         name.compare(owner.size(), 2, "::") == 0;
}

// Whether the function spells the field out, and does not only work on an object that it was given.
bool names_field(const link::Program& program, const link::SharedAccess& access, const std::string& field) {
  const link::Function& function = program.index->functions[access.function];
  facts::PathId path = function.facts->events[access.event].path;
  if (path == facts::kNone) {
    return true;
  }
  const auto& elements = program.index->paths[program.index->path(function, path)].elements;
  return std::any_of(elements.begin(), elements.end(),
                     [&](const facts::PathElement& element) { return element.name == field; });
}

} // namespace

AccessHome home_of(const link::Program& program, const link::Subject& subject, const link::GuardedAccess& access) {
  AccessHome home{access.site, access.access->function};
  std::string owner = link::without_template_arguments(link::owner_of(subject.field));
  if (is_method_of(function_name(program, home.function), owner) ||
      names_field(program, *access.access, subject.field)) {
    return home;
  }
  for (const link::CallStep* step = access.access->via; step != nullptr; step = step->next) {
    const link::Function& caller = program.index->functions[step->function];
    if (is_method_of(caller.facts->name, owner)) {
      home = {program.index->site(caller, caller.facts->events[step->event].where), step->function};
    }
  }
  return home;
}

Severity severity_when(const link::Program& program, Severity usual, bool is_reached) {
  return program.contexts->has_entries() && !is_reached ? Severity::kRemark : usual;
}

std::string verb_of(const link::GuardedAccess& access) {
  switch (access.kind) {
  case facts::AccessKind::kWrite:
    return "written";
  case facts::AccessKind::kReadWrite:
  case facts::AccessKind::kMutate:
    return "changed";
  default:
    return "read";
  }
}

std::string held_text(const link::Program& program, const link::GuardedAccess& access) {
  std::vector<std::string> names = lock_names(program, access);
  if (names.empty()) {
    return "no lock";
  }
  std::string text;
  for (const std::string& name : names) {
    text += (text.empty() ? "" : ", ") + quoted(name);
  }
  return text;
}

const link::GuardedAccess* nearest_guarded(const link::GuardedState& state, const link::GuardedAccess& to) {
  const link::GuardedAccess* nearest = nullptr;
  auto distance = [&](const link::GuardedAccess& access) {
    long lines = std::labs(static_cast<long>(access.site.line) - static_cast<long>(to.site.line));
    return std::make_tuple(access.site.file != to.site.file, lines, access.site.line);
  };
  for (const link::GuardedAccess& access : state.accesses) {
    if (access.holds_guard && (nearest == nullptr || distance(access) < distance(*nearest))) {
      nearest = &access;
    }
  }
  return nearest;
}

Finding make_access_finding(const link::Program& program, const CheckInfo& self, const link::GuardedState& state,
                            const link::GuardedAccess& access, std::string message) {
  const link::Subject& subject = program.guards->subject(state);
  Finding finding;
  finding.check = self.name;
  finding.severity = severity_when(program, self.severity, state.reached_by_entry);
  finding.message = std::move(message);
  AccessHome home = home_of(program, subject, access);
  finding.place = place_of(home.site);
  finding.function = function_name(program, home.function);
  for (const link::CallStep* step = access.access->via; step != nullptr; step = step->next) {
    const link::Function& caller = program.index->functions[step->function];
    link::FunctionId callee = step->next != nullptr ? step->next->function : access.access->function;
    finding.trace.push_back({1,
                             place_of(program.index->site(caller, caller.facts->events[step->event].where)),
                             "calls " + quoted(function_name(program, callee)) + " in " + quoted(caller.facts->name),
                             {}});
  }
  // The locks of a step are shown behind its text.
  std::vector<std::string> held = lock_names(program, access);
  std::string deed = quoted(subject.name) + " is " + verb_of(access) + (held.empty() ? " holding no lock" : "");
  finding.trace.push_back({1, place_of(access.site), std::move(deed), std::move(held)});
  finding.related.push_back({place_of(subject.site), quoted(subject.name) + " is declared here"});
  finding.identity = {subject.name, finding.function};
  return finding;
}

} // namespace paraudit::checks
