#include "checker/link/references.h"

#include <algorithm>

namespace paraudit::link {
namespace {

using facts::AccessPath;
using facts::ElementKind;
using facts::Event;
using facts::EventId;
using facts::EventKind;
using facts::PathElement;
using facts::RootKind;

constexpr int kMaxSteps = 4;        // a member of what a member leads to
constexpr size_t kMaxPassedOn = 64; // bindings of one constructor

using Elements = std::vector<PathElement>;

bool ends_with(const Elements& whole, const Elements& end) {
  return whole.size() >= end.size() && std::equal(end.rbegin(), end.rend(), whole.rbegin());
}

bool is_variable(RootKind root) {
  return root == RootKind::kLocal || root == RootKind::kTemporary || root == RootKind::kReturn;
}

bool is_same_root(const AccessPath& a, const AccessPath& b) {
  return a.root == b.root && a.index == b.index && a.name == b.name;
}

// Whether it is part of a variable, and so of no object that others have.
bool is_part_of_variable(const AccessPath& path) {
  return (is_variable(path.root) || path.root == RootKind::kGlobal) &&
         std::all_of(path.elements.begin(), path.elements.end(),
                     [](const PathElement& element) { return element.kind == ElementKind::kField; });
}

// Whether it is reached from a variable of the function; behind a pointer as what the function made there.
bool is_of_variable(const AccessPath& path) {
  return is_part_of_variable(path) ||
         (is_variable(path.root) &&
          std::none_of(path.elements.begin(), path.elements.end(),
                       [](const PathElement& element) { return element.kind == ElementKind::kIndex; }));
}

} // namespace

References::References(const ProgramIndex& index, const CallGraph& graph)
    : index_(index), graph_(graph), made_(index.functions.size()), own_(index.functions.size()) {
  for (const std::vector<FunctionId>& component : graph.components()) {
    for (const FunctionId function : component) {
      if (index.functions[function].has_body) {
        collect(function);
      }
    }
  }
  find_aliases();
}

bool References::is_of_interest(const PathElement& element) const {
  if (element.kind != ElementKind::kField) {
    return false;
  }
  const auto field = index_.fields.find(element.name);
  return index_.borrowed_locks.contains(element.name) || (field != index_.fields.end() && field->second.is_reference);
}

void References::collect(FunctionId id) {
  const std::vector<Event>& events = index_.functions[id].facts->events;
  for (EventId event = 0; event < events.size(); ++event) {
    if (events[event].kind == EventKind::kBind) {
      bind(id, event);
    } else if (events[event].kind == EventKind::kCall) {
      call(id, event);
    }
  }
}

void References::bind(FunctionId id, EventId event_id) {
  const Function& function = index_.functions[id];
  const Event& event = function.facts->events[event_id];
  const PathId path = index_.path(function, event.path);
  const size_t size = index_.paths[path].elements.size();
  if (size < 2 || index_.paths[path].elements.back().kind != ElementKind::kDeref) {
    return;
  }
  const PathId member = index_.paths.truncate(path, size - 1);
  const AccessPath& whole = index_.paths[member];
  if (!is_of_interest(whole.elements.back())) {
    return;
  }
  if (!function.facts->is_constructor && !is_part_of_variable(whole)) {
    changing_[whole.elements.back().name].insert(member);
  }
  note(id, {member, index_.path(function, event.source)});
}

void References::call(FunctionId id, EventId event) {
  for (const FunctionId callee : graph_.named_functions(id, event)) {
    if (callee == id || made_[callee].empty()) {
      continue;
    }
    const Substitution substitution = substitution_of(index_, id, index_.functions[id].facts->events[event]);
    const std::vector<Binding> made = made_[callee];
    for (const Binding& binding : made) {
      const PathId member = index_.paths.substitute(binding.member, substitution);
      const bool is_known = binding.object != kNoPath && !index_.paths.is_unknown(member);
      const PathId object = is_known ? index_.paths.substitute(binding.object, substitution) : kNoPath;
      if (!index_.paths.is_unknown(member) && !index_.paths.is_cut(member)) {
        note(id, {member, object});
      }
    }
  }
}

void References::note(FunctionId id, Binding binding) {
  if (binding.object != kNoPath && (index_.paths.is_unknown(binding.object) || index_.paths.is_cut(binding.object))) {
    binding.object = kNoPath;
  }
  const facts::FunctionFacts& function = *index_.functions[id].facts;
  const AccessPath& member = index_.paths[binding.member];
  const AccessPath* object = binding.object == kNoPath ? nullptr : &index_.paths[binding.object];
  if (is_passed_on(function, binding) && made_[id].size() < kMaxPassedOn) {
    made_[id].push_back(binding);
  }
  const bool callers_know = function.is_constructor && member.root == RootKind::kThis && object != nullptr &&
                            object->root == RootKind::kParameter;
  if (!callers_know) {
    all_[member.elements.back().name].insert(binding);
  }
  if (is_of_variable(member)) {
    const bool is_global = member.root == RootKind::kGlobal;
    const bool is_named = object != nullptr && (!is_global || object->root == RootKind::kGlobal);
    auto& known = is_global ? global_ : own_[id];
    const auto [entry, is_new] = known.try_emplace(binding.member, is_named ? binding.object : kNoPath);
    if (!is_new && entry->second != binding.object) {
      entry->second = kNoPath;
    }
    known_.insert(member.elements.back().name);
  }
}

// Whether whoever calls the function has an object with that member by it.
bool References::is_passed_on(const facts::FunctionFacts& function, const Binding& binding) const {
  const RootKind root = index_.paths[binding.member].root;
  return root == RootKind::kReturn || (function.is_constructor && root == RootKind::kThis);
}

void References::find_aliases() {
  for (const auto& [field, bindings] : all_) {
    for (const Binding& binding : bindings) {
      if (binding.object == kNoPath) {
        continue;
      }
      AccessPath member = index_.paths[binding.member];
      AccessPath object = index_.paths[binding.object];
      if (is_same_root(member, object)) {
        size_t common = 0;
        while (common < object.elements.size() && common + 1 < member.elements.size() &&
               member.elements[common] == object.elements[common]) {
          ++common;
        }
        for (AccessPath* path : {&member, &object}) {
          path->elements.erase(path->elements.begin(), path->elements.begin() + static_cast<std::ptrdiff_t>(common));
          *path = {RootKind::kThis, 0, "", std::move(path->elements)};
        }
      } else if (member.root != RootKind::kThis || object.root != RootKind::kGlobal) {
        continue;
      }
      const Binding alias{index_.paths.intern(member), index_.paths.intern(object)};
      if (!aliases_[field].contains(alias) && agrees(alias, bindings)) {
        aliases_[field].insert(alias);
        known_.insert(field);
      }
    }
  }
}

bool References::agrees(const Binding& alias, const std::set<Binding>& all) const {
  const Elements part = index_.paths[alias.member].elements;
  const auto changing = changing_.find(part.back().name);
  if (changing != changing_.end() && std::any_of(changing->second.begin(), changing->second.end(), [&](PathId set) {
        return ends_with(part, index_.paths[set].elements);
      })) {
    return false;
  }
  return std::all_of(all.begin(), all.end(), [&](const Binding& other) {
    const Elements& elements = index_.paths[other.member].elements;
    return !ends_with(elements, part) || other.object == object_of(alias, other.member, elements.size());
  });
}

// What an alias says of the first `length` elements of the path.
PathId References::object_of(const Binding& alias, PathId path, size_t length) const {
  if (index_.paths[alias.object].root == RootKind::kGlobal) {
    return alias.object;
  }
  const PathId whole = index_.paths.truncate(path, length - index_.paths[alias.member].elements.size());
  return index_.paths.rebase(alias.object, index_.paths.truncate(alias.object, 0), whole);
}

// What the first `length` elements of the path lead to, the last of them a member; kNoPath where nothing is known.
PathId References::by_alias(PathId path, size_t length) const {
  const AccessPath member = index_.paths[index_.paths.truncate(path, length)];
  const auto aliases = aliases_.find(member.elements.back().name);
  if (aliases == aliases_.end()) {
    return kNoPath;
  }
  const auto alias = std::find_if(aliases->second.begin(), aliases->second.end(), [&](const Binding& one) {
    return ends_with(member.elements, index_.paths[one.member].elements);
  });
  return alias == aliases->second.end() ? kNoPath : object_of(*alias, path, length);
}

// The path with its first such member followed; kNoPath where there is none.
PathId References::step(FunctionId frame, PathId path) const {
  const AccessPath whole = index_.paths[path];
  for (size_t i = 0; i < whole.elements.size(); ++i) {
    if (whole.elements[i].kind != ElementKind::kField || !known_.contains(whole.elements[i].name)) {
      continue;
    }
    const PathId member = index_.paths.truncate(path, i + 1);
    const auto& variables = whole.root == RootKind::kGlobal ? global_ : own_[frame];
    const auto own = variables.find(member);
    const PathId object = own != variables.end() ? own->second : by_alias(path, i + 1);
    if (object != kNoPath) {
      const bool is_deref = i + 1 < whole.elements.size() && whole.elements[i + 1].kind == ElementKind::kDeref;
      return index_.paths.rebase(path, is_deref ? index_.paths.truncate(path, i + 2) : member, object);
    }
  }
  return kNoPath;
}

PathId References::follow(FunctionId frame, PathId path) const {
  const auto [concerns, is_new] = concerns_.try_emplace(path);
  if (is_new) {
    const Elements& elements = index_.paths[path].elements;
    concerns->second = std::any_of(elements.begin(), elements.end(), [&](const PathElement& element) {
      return element.kind == ElementKind::kField && known_.contains(element.name);
    });
  }
  if (!concerns->second) {
    return path;
  }
  for (int i = 0; i < kMaxSteps; ++i) {
    const PathId next = step(frame, path);
    if (next == kNoPath || next == path) {
      break;
    }
    path = next;
  }
  return path;
}

LockPath References::follow(FunctionId frame, const LockPath& lock) const {
  const PathId path = lock.path == kNoPath ? kNoPath : follow(frame, lock.path);
  if (path == lock.path) {
    return lock;
  }
  const LockPath followed = resolve_lock(index_, path);
  // What no caller can name either goes by the member that it came by.
  const bool is_lost = followed.lock == kNoId && !index_.paths.is_exported(followed.path);
  return is_lost && lock.lock != kNoId ? lock : followed;
}

std::string References::borrowed_by(PathId path) const {
  for (const PathElement& element : index_.paths[path].elements) {
    if (element.kind == ElementKind::kField && index_.borrowed_locks.contains(element.name)) {
      return element.name;
    }
  }
  return "";
}

bool References::leads_to_elements(const std::string& member) const {
  const auto bindings = all_.find(member);
  return bindings != all_.end() &&
         std::any_of(bindings->second.begin(), bindings->second.end(), [&](const Binding& one) {
           return one.object != kNoPath && !index_.paths.is_definite(one.object);
         });
}

} // namespace paraudit::link
