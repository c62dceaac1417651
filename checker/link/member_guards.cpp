#include "checker/link/member_guards.h"

#include <algorithm>

namespace paraudit::link {
namespace {

using facts::AccessPath;
using facts::ElementKind;
using facts::Event;
using facts::EventKind;
using facts::RootKind;

// The member of the object itself that the path names; empty where it names something else.
std::string own_member(const AccessPath& path) {
  return path.root == RootKind::kThis && path.elements.size() == 1 && path.elements[0].kind == ElementKind::kField
             ? path.elements[0].name
             : "";
}

bool is_copy(const facts::FunctionFacts& constructor) {
  return constructor.parameters.size() == 1 && !constructor.delta.moved_guards.empty();
}

} // namespace

MemberGuards::MemberGuards(const ProgramIndex& index) : index_(index) {
  find_given_up();
  std::map<std::string, Kept> by_class;
  for (const Function& function : index.functions) {
    if (!function.facts->is_constructor || !function.has_body || is_copy(*function.facts)) {
      continue;
    }
    Kept kept = kept_by(function);
    const auto [entry, is_first] = by_class.try_emplace(function.facts->class_name, kept);
    if (!is_first) {
      std::erase_if(entry->second, [&](const auto& lock) { return !kept.contains(lock); });
    }
  }
  for (const auto& [name, kept] : by_class) {
    for (const auto& [path, mode] : kept) {
      held_[name].push_back({resolve_lock(index, path), mode, true});
    }
  }
}

void MemberGuards::find_given_up() {
  for (const Function& function : index_.functions) {
    if (function.facts->is_constructor || function.facts->is_destructor) {
      continue;
    }
    for (const Event& event : function.facts->events) {
      if (event.is_implicit) {
        continue; // the end of the whole object
      }
      for (const PathId unit_path : {event.guard, event.kind == EventKind::kGuardMove ? event.source : facts::kNone}) {
        const PathId guard = index_.path(function, unit_path);
        if (guard != kNoPath && !index_.paths[guard].elements.empty()) {
          given_up_.insert(index_.paths[guard].elements.back().name);
        }
      }
    }
  }
}

MemberGuards::Kept MemberGuards::kept_by(const Function& constructor) const {
  Kept kept;
  const facts::ExitDelta& delta = constructor.facts->delta;
  for (const facts::DeltaGuard& guard : delta.guards) {
    const std::string member = own_member(index_.paths[index_.path(constructor, guard.guard)]);
    const bool is_sometimes = std::any_of(delta.acquired.begin(), delta.acquired.end(),
                                          [&](const auto& lock) { return lock.path == guard.lock && !lock.must; });
    if (member.empty() || !guard.owned || is_sometimes || given_up_.contains(member)) {
      continue;
    }
    const PathId lock = index_.path(constructor, guard.lock);
    for (const facts::DeltaBinding& binding : delta.bindings) {
      const PathId object = index_.path(constructor, binding.source);
      const PathId reference = index_.path(constructor, binding.path);
      if (index_.paths[reference].root == RootKind::kThis && index_.paths.has_prefix(lock, object)) {
        kept.insert({index_.paths.rebase(lock, object, reference), guard.mode});
      }
    }
  }
  return kept;
}

const std::vector<HeldLock>& MemberGuards::held_by_object(FunctionId id) const {
  static const std::vector<HeldLock> kNothing;
  const facts::FunctionFacts& function = *index_.functions[id].facts;
  if (function.is_constructor || function.is_destructor || function.is_static || function.is_lambda) {
    return kNothing;
  }
  const auto held = held_.find(function.class_name);
  return held == held_.end() ? kNothing : held->second;
}

} // namespace paraudit::link
