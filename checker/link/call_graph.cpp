#include "checker/link/call_graph.h"

#include "checker/link/components.h"

#include <algorithm>

namespace paraudit::link {
namespace {

using facts::CalleeKind;
using facts::Event;
using facts::EventKind;

bool is_call(const Event& event) {
  return event.kind == EventKind::kCall || event.kind == EventKind::kDispatch;
}

bool is_indirect(CalleeKind kind) {
  return kind == CalleeKind::kFunctionPointer || kind == CalleeKind::kFunctionObject;
}

} // namespace

Substitution substitution_of(const ProgramIndex& index, FunctionId caller, const Event& event) {
  const Function& function = index.functions[caller];
  Substitution substitution;
  substitution.receiver = index.path(function, event.receiver.path);
  substitution.result = index.path(function, event.result);
  for (const facts::Actual& actual : event.actuals) {
    substitution.parameters.push_back(index.path(function, actual.path));
  }
  // A lambda that is called where it is visible carries its captures along, as a callable for no parameter.
  for (const facts::Callable& callable : event.callables) {
    if (callable.parameter == facts::kNone && substitution.captures.empty()) {
      for (const facts::Actual& capture : callable.captures) {
        substitution.captures.push_back(index.path(function, capture.path));
      }
    }
  }
  substitution.callee = event.callee;
  return substitution;
}

bool destroys_virtually(const Event& event) {
  return event.callee_kind == CalleeKind::kVirtual &&
         (event.callee.ends_with("D0Ev") || event.callee.ends_with("D1Ev"));
}

CallGraph::CallGraph(const ProgramIndex& index) : index_(index), overriders_(index), stored_(index, overriders_) {
  index_types();
  find_named();
  collect_edges();
  components_ = strong_components(edges_);
  find_modelled();
}

// Callers first. Only what calls, or passes on, something that it was given: that is what models stand for.
void CallGraph::find_modelled() {
  modelled_.resize(index_.functions.size());
  std::vector<bool> used(index_.functions.size());
  for (auto component = components_.rbegin(); component != components_.rend(); ++component) {
    for (FunctionId function : *component) {
      const facts::FunctionFacts& facts = *index_.functions[function].facts;
      modelled_[function] =
          !used[function] && facts.is_template_instance && facts.class_name.empty() && !facts.is_lambda &&
          !index_.values.contains(facts.symbol) &&
          std::any_of(facts.events.begin(), facts.events.end(), [](const Event& e) { return !e.callables.empty(); });
      for (FunctionId callee : modelled_[function] ? std::vector<FunctionId>() : edges_[function]) {
        used[callee] = used[callee] || callee != function;
      }
    }
  }
}

void CallGraph::index_types() {
  for (const std::string& symbol : index_.address_taken) {
    FunctionId function = index_.function(symbol);
    if (function != kNoId && index_.functions[function].has_body) {
      by_type_[index_.functions[function].facts->signature].insert(function);
    }
  }
  for (const auto& [type, functions] : stored_.lost()) {
    by_type_[type].insert(functions.begin(), functions.end());
  }
}

const std::set<FunctionId>& CallGraph::targets_of_type(const std::string& signature) const {
  static const std::set<FunctionId> kNobody;
  auto found = by_type_.find(signature);
  return found == by_type_.end() ? kNobody : found->second;
}

const std::set<FunctionId>& CallGraph::stored_targets(FunctionId caller, PathId path,
                                                      const std::string& signature) const {
  static const std::set<FunctionId> kNobody;
  const std::set<FunctionId>& known = stored_.at(caller, path);
  if (!known.empty()) {
    return known;
  }
  return stored_.is_open(caller, path) ? targets_of_type(signature) : kNobody;
}

void CallGraph::find_named() {
  named_begin_.resize(index_.functions.size());
  named_.resize(index_.functions.size());
  for (FunctionId caller = 0; caller < index_.functions.size(); ++caller) {
    std::vector<uint32_t>& begin = named_begin_[caller];
    for (facts::EventId event = 0; event < index_.functions[caller].facts->events.size(); ++event) {
      begin.push_back(static_cast<uint32_t>(named_[caller].size()));
      const std::vector<FunctionId> targets = look_up(caller, event);
      named_[caller].insert(named_[caller].end(), targets.begin(), targets.end());
    }
    begin.push_back(static_cast<uint32_t>(named_[caller].size()));
  }
}

std::span<const FunctionId> CallGraph::named_functions(FunctionId caller, facts::EventId id) const {
  const uint32_t begin = named_begin_[caller][id], end = named_begin_[caller][id + 1];
  return std::span(named_[caller]).subspan(begin, end - begin);
}

std::vector<Target> CallGraph::named_targets(FunctionId caller, facts::EventId id) const {
  const std::span<const FunctionId> functions = named_functions(caller, id);
  std::vector<Target> targets;
  if (functions.empty()) {
    return targets;
  }
  const Substitution substitution = substitution_of(index_, caller, index_.functions[caller].facts->events[id]);
  targets.reserve(functions.size());
  for (FunctionId function : functions) {
    targets.push_back({function, substitution});
  }
  return targets;
}

std::vector<FunctionId> CallGraph::look_up(FunctionId caller, facts::EventId id) const {
  const Event& event = index_.functions[caller].facts->events[id];
  std::vector<FunctionId> targets;
  if (!is_call(event) || event.callee.empty()) {
    return targets;
  }
  const auto& specialised = index_.functions[caller].specialised_callees;
  auto add = [&](const std::string& symbol) {
    auto copy = specialised.empty() ? specialised.end() : specialised.find({id, symbol});
    FunctionId callee = copy == specialised.end() ? index_.function(symbol) : copy->second;
    if (callee != kNoId) {
      targets.push_back(callee);
    }
  };
  if (event.callee_kind == CalleeKind::kVirtual) {
    const Overriders::Methods methods = overriders_.of_call(index_.functions[caller], event);
    const bool is_decorator = leads_through_member(caller, event.receiver.path) &&
                              !std::all_of(methods.begin(), methods.end(),
                                           [&](const std::string& symbol) { return is_of_same_class(caller, symbol); });
    for (const std::string& symbol : methods) {
      if (!is_decorator || !is_of_same_class(caller, symbol)) {
        add(symbol);
      }
    }
  } else {
    add(event.callee);
  }
  return targets;
}

size_t CallGraph::overriders(FunctionId caller, facts::EventId id) const {
  const Function& function = index_.functions[caller];
  return overriders_.of_call(function, function.facts->events[id]).size();
}

std::vector<Target> CallGraph::followed_targets(FunctionId caller, facts::EventId id) const {
  const Event& event = index_.functions[caller].facts->events[id];
  std::vector<Target> targets = named_targets(caller, id);
  if (!targets.empty() || !is_call(event) || !is_indirect(event.callee_kind)) {
    return targets;
  }
  for (FunctionId function : seen_targets(caller, index_.path(index_.functions[caller], event.path))) {
    if (!is_given_away(function)) {
      targets.push_back({function, substitution_of(index_, caller, event)});
      targets.back().substitution.callee = index_.functions[function].facts->symbol;
    }
  }
  return targets;
}

bool CallGraph::is_given_away(FunctionId function) const {
  const facts::FunctionFacts& facts = *index_.functions[function].facts;
  auto same_type = by_type_.find(facts.signature);
  return stored_.given_outside().contains(function) || index_.address_taken.contains(facts.symbol) ||
         (same_type != by_type_.end() && same_type->second.contains(function));
}

bool CallGraph::is_of_same_class(FunctionId caller, const std::string& method) const {
  FunctionId function = index_.function(method);
  return function != kNoId && !index_.functions[function].facts->class_name.empty() &&
         index_.functions[function].facts->class_name == index_.functions[caller].facts->class_name;
}

// The object behind a pointer or reference member of the caller's own object. A decorator that passes a call on does
// not pass it to another of its kind: were it so, the order among the two would be that of owner and owned.
bool CallGraph::leads_through_member(FunctionId caller, PathId unit_path) const {
  PathId path = index_.path(index_.functions[caller], unit_path);
  if (path == kNoPath || index_.paths[path].root != facts::RootKind::kThis) {
    return false;
  }
  const std::vector<facts::PathElement>& elements = index_.paths[path].elements;
  auto is = [&](facts::ElementKind kind) {
    return std::any_of(elements.begin(), elements.end(),
                       [&](const facts::PathElement& element) { return element.kind == kind; });
  };
  return is(facts::ElementKind::kDeref) && !is(facts::ElementKind::kIndex);
}

Target CallGraph::callable_target(FunctionId caller, const facts::Callable& callable) const {
  const Function& function = index_.functions[caller];
  Target target;
  if (callable.symbol.empty()) {
    return target;
  }
  target.function = index_.function(callable.symbol);
  target.substitution.callee = callable.symbol;
  target.substitution.receiver = index_.path(function, callable.receiver.path);
  for (const facts::Actual& capture : callable.captures) {
    target.substitution.captures.push_back(index_.path(function, capture.path));
  }
  for (const facts::Actual& bound : callable.bound) {
    target.substitution.parameters.push_back(index_.path(function, bound.path));
  }
  return target;
}

bool CallGraph::is_unresolved(FunctionId caller, const Event& event, size_t targets) const {
  if (targets != 0 || is_given_by_callers(caller, event.path)) {
    return false;
  }
  return event.callee_kind == CalleeKind::kVirtual ||
         (is_indirect(event.callee_kind) &&
          stored_targets(caller, index_.path(index_.functions[caller], event.path), event.text).empty());
}

// What a function gets as an argument, its callers name: their call counts as the call of it.
bool CallGraph::is_called(FunctionId callee) const {
  return std::any_of(callers_[callee].begin(), callers_[callee].end(),
                     [&](const auto& call) { return call.first != callee; });
}

bool CallGraph::is_given_by_callers(FunctionId caller, PathId unit_path) const {
  PathId path = index_.path(index_.functions[caller], unit_path);
  return path != kNoPath && (index_.paths[path].root == facts::RootKind::kParameter ||
                             index_.paths[path].root == facts::RootKind::kCapture);
}

void CallGraph::add_call_edges(FunctionId caller, const Event& event, facts::EventId id) {
  const std::span<const FunctionId> targets = named_functions(caller, id);
  auto call = [&](FunctionId callee) { calls_[caller].emplace_back(id, callee); };
  auto run = [&](FunctionId callee) {
    (event.kind == EventKind::kDispatch ? dispatches_ : calls_)[caller].emplace_back(id, callee);
  };
  std::for_each(targets.begin(), targets.end(), call);
  // Another thread runs what the callers gave; on this one, the callers' own calls count.
  auto run_stored = [&](const facts::Callable& callable) {
    PathId path = index_.path(index_.functions[caller], callable.path);
    bool is_given = is_given_by_callers(caller, callable.path);
    bool is_apart = event.kind == EventKind::kDispatch && !event.is_synchronous;
    if (!is_given || is_apart) {
      const std::set<FunctionId>& others =
          is_given ? stored_.at(caller, path) : stored_targets(caller, path, callable.type);
      std::for_each(others.begin(), others.end(), run);
    }
  };
  for (const facts::Callable& callable : event.callables) {
    FunctionId function = callable_target(caller, callable).function;
    if (function != kNoId) {
      run(function);
    } else if (callable.symbol.empty()) {
      run_stored(callable);
    }
  }
  if (is_indirect(event.callee_kind) && targets.empty()) {
    // A member of what the callers gave: what is stored there need not come from them.
    PathId path = index_.path(index_.functions[caller], event.path);
    bool is_given = is_given_by_callers(caller, event.path);
    const std::set<FunctionId>& others =
        is_given ? seen_targets(caller, path) : stored_targets(caller, path, event.text);
    if (!is_given || !index_.paths[path].elements.empty()) {
      std::for_each(others.begin(), others.end(), call);
    }
  }
  unresolved_calls_ += !index_.functions[caller].is_repeated && is_unresolved(caller, event, targets.size()) ? 1 : 0;
}

void CallGraph::collect_edges() {
  size_t count = index_.functions.size();
  edges_.resize(count);
  calls_.resize(count);
  dispatches_.resize(count);
  callers_.resize(count);
  for (FunctionId caller = 0; caller < count; ++caller) {
    const Function& function = index_.functions[caller];
    if (!function.has_body) {
      continue;
    }
    for (facts::EventId id = 0; id < function.facts->events.size(); ++id) {
      const Event& event = function.facts->events[id];
      if (is_call(event) || event.kind == EventKind::kWait) {
        add_call_edges(caller, event, id);
      }
    }
    for (const auto& [event, callee] : calls_[caller]) {
      callers_[callee].emplace_back(caller, event);
    }
    std::vector<FunctionId>& callees = edges_[caller];
    for (const auto* calls : {&calls_[caller], &dispatches_[caller]}) {
      for (const auto& [event, callee] : *calls) {
        callees.push_back(callee);
      }
    }
    std::sort(callees.begin(), callees.end());
    callees.erase(std::unique(callees.begin(), callees.end()), callees.end());
  }
}

} // namespace paraudit::link
