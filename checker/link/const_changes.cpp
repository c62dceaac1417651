#include "checker/link/const_changes.h"

#include "checker/link/dead_ends.h"
#include "checker/link/effects.h"
#include "checker/link/subjects.h"

#include <algorithm>

namespace paraudit::link {
namespace {

using facts::ElementKind;
using facts::Event;
using facts::EventId;
using facts::EventKind;
using facts::RootKind;

constexpr int kMaxDepth = 4;
constexpr size_t kMaxFunctions = 64;
constexpr size_t kMaxSteps = 3; // private methods that private methods call

bool is_locked(const std::vector<HeldLock>& held) {
  return std::any_of(held.begin(), held.end(), [](const HeldLock& lock) { return lock.must; });
}

bool is_destructor_symbol(const std::string& symbol) {
  const std::string name = symbol.substr(0, symbol.find('@'));
  return name.ends_with("D0Ev") || name.ends_with("D1Ev") || name.ends_with("D2Ev");
}

std::string plain(const std::string& field) {
  return without_template_arguments(field);
}

} // namespace

ConstChanges::ConstChanges(const ProgramIndex& index, const CallGraph& graph, const Summaries& summaries,
                           const Contexts& contexts)
    : index_(index), graph_(graph), summaries_(summaries), contexts_(contexts), promises_(index.functions.size()) {
  find_deleted();
  find_changing();
  for (FunctionId function = 0; function < index.functions.size(); ++function) {
    if (may_change_[function] && promises(function) && contexts.held_on_entry(function).empty() &&
        !contexts_.runs_once_only(function)) {
      Walk state;
      state.root = function;
      walk(state, function, nullptr, 0);
    }
  }
}

// A const method, or a function that gets an object by reference to const. A class that is a lock may change itself.
bool ConstChanges::promises(FunctionId id) const {
  std::optional<bool>& known = promises_[id];
  return known ? *known : *(known = find_promise(id));
}

bool ConstChanges::find_promise(FunctionId id) const {
  const Function& function = index_.functions[id];
  const facts::FunctionFacts& facts = *function.facts;
  if (!function.has_body || facts.in_system_header || facts.is_lambda || facts.is_constructor || facts.is_destructor) {
    return false;
  }
  auto owner = index_.classes.find(facts.class_name);
  if (owner != index_.classes.end() &&
      (owner->second.facts.lock != facts::LockKind::kNone || owner->second.facts.is_guard)) {
    return false;
  }
  if (is_own_step(id, 0) || is_taking_copy(id) || contexts_.is_dead(id)) {
    return false;
  }
  return facts.is_const || std::any_of(facts.parameters.begin(), facts.parameters.end(),
                                       [](const facts::Parameter& parameter) { return parameter.to_const; });
}

// Const only because the object came by a const path: nobody outside is promised anything. A method that others could
// call is none, but where the whole program is seen and calls it from what changes an object of which this is a part.
bool ConstChanges::is_own_step(FunctionId id, size_t depth) const {
  const facts::FunctionFacts& facts = *index_.functions[id].facts;
  const bool is_hidden = facts.is_private && !facts.is_virtual;
  if (!facts.is_const || (!is_hidden && !index_.has_main) || !contexts_.has_known_callers(id)) {
    return false;
  }
  return std::all_of(graph_.callers(id).begin(), graph_.callers(id).end(), [&](const auto& call) {
    const Function& caller = index_.functions[call.first];
    const bool is_open = changes_openly(*caller.facts) && (is_hidden || is_on_own_part(caller, call.second));
    return call.first == id || is_open || (depth < kMaxSteps && is_own_step(call.first, depth + 1));
  });
}

bool ConstChanges::is_on_own_part(const Function& caller, EventId call) const {
  PathId receiver = index_.path(caller, caller.facts->events[call].receiver.path);
  return receiver != kNoPath && index_.paths[receiver].root == RootKind::kThis &&
         shape_of(index_, receiver).derefs == 0;
}

// A method that is not const, or a lambda in one.
bool ConstChanges::changes_openly(const facts::FunctionFacts& caller) const {
  if (caller.is_lambda) {
    auto parent = index_.function_by_symbol.find(caller.parent);
    return parent != index_.function_by_symbol.end() && changes_openly(*index_.functions[parent->second].facts);
  }
  return !caller.is_const && !caller.is_static && !caller.class_name.empty();
}

// What copies an object of its own class, or a step of what does.
bool ConstChanges::is_taking_copy(FunctionId id) const {
  const facts::FunctionFacts& facts = *index_.functions[id].facts;
  auto copies = [&](const facts::FunctionFacts& function) {
    const bool is_copy = function.is_constructor || function.name.ends_with("::operator=");
    return is_copy && function.class_name == facts.class_name;
  };
  const bool has_other = !facts.class_name.empty() && !facts.is_const &&
                         std::any_of(facts.parameters.begin(), facts.parameters.end(), [&](const auto& parameter) {
                           return parameter.to_const && parameter.type.find(facts.class_name) != std::string::npos;
                         });
  return has_other && (copies(facts) ||
                       (contexts_.has_known_callers(id) &&
                        std::all_of(graph_.callers(id).begin(), graph_.callers(id).end(),
                                    [&](const auto& call) { return copies(*index_.functions[call.first].facts); })));
}

void ConstChanges::walk(Walk& state, FunctionId id, const Substitution* frame, int depth) {
  const Function& function = index_.functions[id];
  for (EventId event = 0; event < function.facts->events.size() && !state.done; ++event) {
    const Event& one = function.facts->events[event];
    const bool is_change = one.kind == EventKind::kAccess && is_write(one.access) && !one.is_atomic;
    const bool is_entered = one.kind == EventKind::kCall && depth < kMaxDepth && may_change_at(id, event);
    if ((!is_change && !is_entered) || one.held == facts::kNone || last_words_of(id)[event] ||
        is_locked(summaries_.held_at(id, event))) {
      continue;
    }
    if (is_entered) {
      enter(state, id, event, frame, depth);
    } else if (PathId path = index_.path(function, one.path); path != kNoPath) {
      judge(state, id, event, frame == nullptr ? path : index_.paths.substitute(path, *frame));
    }
  }
}

const std::vector<bool>& ConstChanges::last_words_of(FunctionId id) {
  auto [entry, is_new] = last_words_.try_emplace(id);
  if (is_new) {
    entry->second = last_words(*index_.functions[id].facts);
  }
  return entry->second;
}

void ConstChanges::enter(Walk& state, FunctionId id, EventId event, const Substitution* frame, int depth) {
  auto is_news = [&](FunctionId callee) { return !state.seen.contains(callee) && is_step(id, callee); };
  if (!may_call(graph_, index_, id, event, is_news)) {
    return;
  }
  for (Target target : targets_with_callables(graph_, index_, id, event)) {
    const facts::FunctionFacts& callee = *index_.functions[target.function].facts;
    if (state.seen.size() >= kMaxFunctions || !is_news(target.function)) {
      continue;
    }
    state.seen.insert(target.function);
    // What the callee promises itself not to change, and changes, it is told for.
    std::vector<PathId>& given = target.substitution.parameters;
    const size_t formals = promises(target.function) ? std::min(callee.parameters.size(), given.size()) : 0;
    for (size_t i = 0; i < formals; ++i) {
      given[i] = callee.parameters[i].to_const ? kNoPath : given[i];
    }
    if (frame != nullptr) {
      auto move = [&](PathId& path) { path = path == kNoPath ? path : index_.paths.substitute(path, *frame); };
      move(target.substitution.receiver);
      std::for_each(target.substitution.parameters.begin(), target.substitution.parameters.end(), move);
      std::for_each(target.substitution.captures.begin(), target.substitution.captures.end(), move);
    }
    walk(state, target.function, &target.substitution, depth + 1);
  }
}

// Who changes no object that its callers know, nor calls such, need not be walked through.
void ConstChanges::find_changing() {
  may_change_.resize(index_.functions.size());
  std::vector<FunctionId> work;
  auto add = [&](FunctionId function) {
    if (!may_change_[function]) {
      may_change_[function] = true;
      work.push_back(function);
    }
  };
  for (FunctionId id = 0; id < index_.functions.size(); ++id) {
    const Function& function = index_.functions[id];
    const bool changes =
        std::any_of(function.facts->events.begin(), function.facts->events.end(), [&](const Event& event) {
          const bool is_change = event.kind == EventKind::kAccess && is_write(event.access) && !event.is_atomic;
          const PathId path = is_change ? index_.path(function, event.path) : kNoPath;
          return path != kNoPath && index_.paths.is_exported(path);
        });
    if (changes) {
      add(id);
    }
  }
  while (!work.empty()) {
    const FunctionId function = work.back();
    work.pop_back();
    for (const auto& [caller, event] : graph_.callers(function)) {
      add(caller);
    }
  }
}

bool ConstChanges::may_change_at(FunctionId id, EventId call) const {
  return may_call(graph_, index_, id, call, [&](FunctionId callee) { return may_change_[callee]; });
}

// Whether what the callee changes is told as the caller's.
bool ConstChanges::is_step(FunctionId id, FunctionId callee_id) const {
  const facts::FunctionFacts& callee = *index_.functions[callee_id].facts;
  if (!may_change_[callee_id] || callee.is_constructor || callee.is_destructor) {
    return false;
  }
  // What a caller hands in to be called changes what that caller means to.
  const bool is_handed_in = callee.is_lambda && callee.parent != index_.functions[id].facts->symbol;
  const bool is_promise = (callee.is_const && !callee.is_lambda && !is_own_step(callee_id, 0)) || is_handed_in;
  return !is_promise && !is_taking_copy(callee_id);
}

// A global that something else than this class, or this file, changes is that one's affair.
bool ConstChanges::is_near(FunctionId root, FunctionId function) const {
  const facts::FunctionFacts& outer = *index_.functions[root].facts;
  const facts::FunctionFacts& inner = *index_.functions[function].facts;
  auto file_of = [&](FunctionId id) {
    return index_.site(index_.functions[id], index_.functions[id].facts->where).file;
  };
  return root == function || inner.is_lambda || (inner.is_internal && file_of(root) == file_of(function)) ||
         (!outer.class_name.empty() && outer.class_name == inner.class_name);
}

void ConstChanges::find_deleted() {
  for (const Function& function : index_.functions) {
    if (!function.has_body || !function.facts->is_destructor) {
      continue;
    }
    for (const Event& event : function.facts->events) {
      if (event.kind != EventKind::kCall || event.receiver.path == facts::kNone) {
        continue;
      }
      const facts::AccessPath& path = index_.paths[index_.path(function, event.receiver.path)];
      if (path.root == RootKind::kThis && path.elements.size() > 1 &&
          path.elements.back().kind == ElementKind::kDeref && is_destructor_symbol(event.callee)) {
        auto field = std::find_if(path.elements.rbegin(), path.elements.rend(), [](const facts::PathElement& element) {
          return element.kind == ElementKind::kField;
        });
        if (field != path.elements.rend()) {
          deleted_.insert(field->name);
        }
      }
    }
  }
}

// Whether the object that has the member before this dereference owns what it leads to.
bool ConstChanges::owns(const facts::AccessPath& path, size_t deref) const {
  size_t at = deref;
  while (at > 0 && path.elements[at - 1].kind == ElementKind::kIndex) {
    --at;
  }
  if (at == 0 || path.elements[at - 1].kind != ElementKind::kField) {
    return false;
  }
  const std::string& name = path.elements[at - 1].name;
  auto field = index_.fields.find(name);
  if (field == index_.fields.end() || field->second.is_reference) {
    return false;
  }
  const std::string& type = field->second.type;
  return deleted_.contains(name) || type.find("unique_ptr<") != std::string::npos ||
         type.find("shared_ptr<") != std::string::npos;
}

bool ConstChanges::describe(const Walk& state, FunctionId function, PathId path, bool is_assigned,
                            ConstChange& change) const {
  const facts::FunctionFacts& root = *index_.functions[state.root].facts;
  const facts::AccessPath& whole = index_.paths[path];
  if (whole.root == RootKind::kGlobal) {
    auto found = index_.state_by_symbol.find(whole.name);
    if (found == index_.state_by_symbol.end() || !root.is_const || !is_near(state.root, function)) {
      return false;
    }
    const facts::StateObject& object = index_.states[found->second].facts;
    change.subject = index_.states[found->second].id;
    change.what = "the global '" + change.subject + "'";
    return object.sync == facts::SyncKind::kNone && !object.is_thread_local && !object.in_system_header;
  }
  bool is_this = whole.root == RootKind::kThis && root.is_const;
  bool is_parameter = whole.root == RootKind::kParameter && whole.index < root.parameters.size() &&
                      root.parameters[whole.index].to_const;
  if (!(is_this || is_parameter) || whole.elements.empty()) {
    return false;
  }
  const facts::PathElement* pointer = nullptr;
  const facts::PathElement* field = nullptr;
  bool is_mutable = false;
  for (size_t i = 0; i < whole.elements.size(); ++i) {
    const facts::PathElement& element = whole.elements[i];
    if (element.kind == ElementKind::kDeref) {
      if (!owns(whole, i)) {
        return false;
      }
      pointer = pointer == nullptr ? field : pointer;
    } else if (element.kind == ElementKind::kField && pointer == nullptr && !is_mutable) {
      field = &element;
      auto facts = index_.fields.find(element.name);
      is_mutable = facts != index_.fields.end() && facts->second.is_mutable;
    }
  }
  bool may_be_pointee = pointer == nullptr && index_.paths.is_cut(path);
  // Who has an iterator by the interface of a base relies on its const, whatever the class keeps.
  const facts::FunctionFacts& promise = *index_.functions[state.root].facts;
  bool is_promised = promise.is_virtual && !promise.is_internal;
  bool is_own = field != nullptr && pointer == nullptr && !is_promised && is_iterators_own(index_, field->name);
  if (field == nullptr || is_own || may_be_pointee || (pointer != nullptr && !is_this)) {
    return false;
  }
  auto declared = index_.fields.find(field->name);
  if (declared == index_.fields.end()) {
    return false;
  }
  // What is const behind a pointer stays so, and a library's const methods are not seen.
  const std::string& type = declared->second.type;
  bool leads_to_const = pointer != nullptr && type.starts_with("const ") && type.ends_with("*");
  bool is_cast_away = pointer == nullptr && !is_mutable;
  if (leads_to_const || (is_cast_away && !is_assigned)) {
    return false;
  }
  change.subject = plain(field->name);
  change.what = (pointer != nullptr ? "what the member '"
                 : is_mutable       ? "the mutable member '"
                                    : "the member '") +
                change.subject + (pointer != nullptr ? "' leads to" : "'");
  return true;
}

void ConstChanges::judge(Walk& state, FunctionId id, EventId event, PathId path) {
  if (shape_of(index_, path).is_synchronised) {
    return;
  }
  ConstChange change;
  facts::AccessKind access = index_.functions[id].facts->events[event].access;
  if (!describe(state, id, path, access != facts::AccessKind::kMutate, change)) {
    return;
  }
  change.function = state.root;
  change.changer = id;
  const Function& function = index_.functions[id];
  change.site = index_.site(function, function.facts->events[event].where);
  change.path = path;
  change.counts = contexts_.may_be_parallel(id, event);
  all_.push_back(std::move(change));
  state.done = true;
}

} // namespace paraudit::link
