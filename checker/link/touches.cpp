#include "checker/link/touches.h"

#include "checker/link/block_rates.h"
#include "checker/link/effects.h"

#include <algorithm>

namespace paraudit::link {
namespace {

using facts::CalleeKind;
using facts::ElementKind;
using facts::Event;
using facts::EventId;
using facts::EventKind;
using facts::RootKind;

constexpr uint32_t kMaxCost = 1U << 24;
constexpr double kRounds = 8; // of a function that calls itself

bool is_output(const std::string& blocking) {
  return blocking == "console-output" || blocking == "file-io" || blocking == "socket-io";
}

std::vector<HeldLock> certain(const std::vector<HeldLock>& held) {
  std::vector<HeldLock> result;
  std::copy_if(held.begin(), held.end(), std::back_inserter(result), [](const HeldLock& lock) { return lock.must; });
  return result;
}

bool has_uncertain(const std::vector<HeldLock>& held) {
  return std::any_of(held.begin(), held.end(), [](const HeldLock& lock) { return !lock.must; });
}

bool same(const Touch& a, const Touch& b) {
  auto path = [](const HeldLock& lock) { return lock.lock.path; };
  // Each place that writes is of interest, reads and output are alike.
  bool same_place = a.kind != TouchKind::kWrite || (a.function == b.function && a.event == b.event);
  return same_place && a.kind == b.kind && a.path == b.path && a.is_atomic == b.is_atomic &&
         a.selection == b.selection && a.method == b.method && a.use == b.use && a.may_be_guarded == b.may_be_guarded &&
         std::equal(a.held.begin(), a.held.end(), b.held.begin(), b.held.end(),
                    [&](const HeldLock& x, const HeldLock& y) { return path(x) == path(y); });
}

} // namespace

Touches::Touches(const ProgramIndex& index, const CallGraph& graph, const Summaries& summaries,
                 const std::vector<FunctionId>& roots)
    : index_(index), graph_(graph), link_summaries_(summaries), summaries_(index.functions.size()),
      costs_(index.functions.size()) {
  std::vector<bool> is_needed(index.functions.size());
  std::vector<FunctionId> work = roots;
  while (!work.empty()) {
    FunctionId function = work.back();
    work.pop_back();
    if (!is_needed[function]) {
      is_needed[function] = true;
      work.insert(work.end(), graph.callees(function).begin(), graph.callees(function).end());
    }
  }
  for (const std::vector<FunctionId>& component : graph.components()) {
    // Twice round a recursion: what one member learns about another in the first round.
    for (int round = 0; round < (component.size() > 1 ? 2 : 1); ++round) {
      for (FunctionId function : component) {
        if (is_needed[function] && index.functions[function].has_body) {
          summarise(function);
        }
      }
    }
  }
}

void Touches::summarise(FunctionId id) {
  const facts::FunctionFacts& function = *index_.functions[id].facts;
  TouchSummary summary;
  for (EventId event = 0; event < function.events.size(); ++event) {
    if (function.events[event].held == facts::kNone) {
      continue;
    }
    for (Touch& touch : at(id, event)) {
      if (touch.path == kNoPath || is_visible(id, touch.path)) {
        add(summary, std::move(touch));
      }
    }
  }
  for (const auto& [event, callee] : graph_.calls(id)) {
    summary.is_cut |= summaries_[callee].is_cut;
  }
  costs_[id] = cost_of_body(id);
  summaries_[id] = std::move(summary);
}

uint32_t Touches::cost_of_body(FunctionId id) const {
  const facts::FunctionFacts& function = *index_.functions[id].facts;
  const auto& calls = graph_.calls(id);
  double cost = function.cost;
  bool is_recursive = false;
  std::vector<BlockRate> rates = calls.empty() ? std::vector<BlockRate>() : block_rates(function);
  for (size_t i = 0; i < calls.size(); ++i) {
    is_recursive |= calls[i].second == id;
    facts::BlockId block = block_of(function, calls[i].first);
    if ((i == 0 || calls[i].first != calls[i - 1].first) && block != facts::kNone) {
      cost += rates[block].rate * cost_of_call(id, calls[i].first);
    }
  }
  return static_cast<uint32_t>(std::min<double>(cost * (is_recursive ? kRounds : 1), kMaxCost));
}

// One of the targets runs.
uint32_t Touches::cost_of_call(FunctionId caller, facts::EventId event) const {
  uint64_t cost = 0, targets = 0;
  for (const auto& [at, callee] : graph_.calls(caller)) {
    if (at == event) {
      cost += callee == caller ? 0 : costs_[callee];
      ++targets;
    }
  }
  return targets == 0 ? 0 : static_cast<uint32_t>(cost / targets);
}

void Touches::add(TouchSummary& summary, Touch touch) const {
  std::vector<Touch>& known = summary.touches;
  auto found = std::find_if(known.begin(), known.end(), [&](const Touch& other) { return same(other, touch); });
  if (found != known.end()) {
    if (touch.hop->length < found->hop->length) {
      *found = std::move(touch);
    }
  } else if (known.size() < kMaxTouches) {
    known.push_back(std::move(touch));
  } else {
    summary.is_cut = true;
    auto read =
        std::find_if(known.begin(), known.end(), [](const Touch& other) { return other.kind == TouchKind::kRead; });
    if (touch.kind != TouchKind::kRead && read != known.end()) {
      *read = std::move(touch);
    }
  }
}

// Copies of parameters and locals that no lambda reaches are the function's own.
bool Touches::is_visible(FunctionId id, PathId path) const {
  const facts::AccessPath& whole = index_.paths[path];
  const facts::FunctionFacts& function = *index_.functions[id].facts;
  bool has_deref = std::any_of(whole.elements.begin(), whole.elements.end(),
                               [](const facts::PathElement& element) { return element.kind == ElementKind::kDeref; });
  switch (whole.root) {
  case RootKind::kThis:
    return !function.is_constructor || has_deref;
  case RootKind::kCapture:
  case RootKind::kGlobal:
    return true;
  case RootKind::kParameter:
    return has_deref || whole.index >= function.parameters.size() || function.parameters[whole.index].by_reference;
  default:
    return false;
  }
}

bool Touches::is_unseen_call(FunctionId id, EventId event_id) const {
  const Event& event = index_.functions[id].facts->events[event_id];
  switch (event.callee_kind) {
  case CalleeKind::kDirect: {
    FunctionId callee = index_.function(event.callee);
    return callee == kNoId ||
           (!index_.functions[callee].has_body && index_.functions[callee].facts->delta.acquired.empty() &&
            index_.functions[callee].facts->delta.released.empty());
  }
  case CalleeKind::kVirtual:
    return graph_.named_functions(id, event_id).empty();
  case CalleeKind::kFunctionPointer:
  case CalleeKind::kFunctionObject:
    return graph_.seen_targets(id, index_.path(index_.functions[id], event.path)).empty();
  default:
    return false;
  }
}

std::vector<PathId> Touches::selection(FunctionId id, facts::SelectionId selection) const {
  const Function& function = index_.functions[id];
  std::vector<PathId> paths;
  if (selection != facts::kNone) {
    for (PathId variable : index_.units[function.unit].selections[selection]) {
      paths.push_back(index_.path(function, variable));
    }
  }
  return paths;
}

std::vector<Touch> Touches::access(FunctionId id, EventId event_id) const {
  const Function& function = index_.functions[id];
  const Event& event = function.facts->events[event_id];
  Touch touch;
  touch.function = id;
  touch.event = event_id;
  touch.method = event.text;
  touch.hop = hop(id, event_id, nullptr);
  const std::vector<HeldLock>& held = link_summaries_.held_at(id, event_id);
  touch.held = certain(held);
  touch.may_be_guarded = has_uncertain(held);
  if (event.kind == EventKind::kBlocking) {
    touch.kind = TouchKind::kOutput;
    return is_output(event.text) ? std::vector<Touch>{touch} : std::vector<Touch>();
  }
  touch.path = index_.path(function, event.path);
  if (touch.path == kNoPath) {
    return {};
  }
  touch.kind = link::is_write(event.access) ? TouchKind::kWrite : TouchKind::kRead;
  touch.access = event.access;
  touch.use = event.use;
  touch.is_atomic = event.is_atomic;
  touch.is_synchronised = shape_of(index_, touch.path).is_synchronised;
  touch.selection = selection(id, event.selection);
  return {touch};
}

std::vector<Touch> Touches::at(FunctionId id, EventId event_id) const {
  const Event& event = index_.functions[id].facts->events[event_id];
  if (event.kind == EventKind::kAccess || event.kind == EventKind::kBlocking) {
    return access(id, event_id);
  }
  if (!runs_callees(event.kind)) {
    return {};
  }
  std::vector<Touch> all;
  std::vector<Target> targets = graph_.named_targets(id, event_id);
  if (targets.empty() && event.path != facts::kNone && event.callee_kind != CalleeKind::kCallable) {
    for (FunctionId function : graph_.seen_targets(id, index_.path(index_.functions[id], event.path))) {
      Target target;
      target.function = function;
      target.substitution.callee = index_.functions[function].facts->symbol;
      targets.push_back(std::move(target));
    }
  }
  for (const Target& target : targets) {
    add_through(id, event_id, target, link_summaries_.held_at(id, event_id), all);
  }
  add_callables(id, event_id, all);
  if (is_unseen_call(id, event_id)) {
    Touch touch;
    touch.kind = TouchKind::kUnseen;
    touch.function = id;
    touch.event = event_id;
    touch.method = event.callee;
    touch.hop = hop(id, event_id, nullptr);
    all.push_back(std::move(touch));
  }
  return all;
}

// The variables that pick the element, seen from the caller: what it passes for them, and what picks the object that
// it passes.
std::vector<PathId> Touches::substituted(FunctionId caller, EventId event_id, const Target& target,
                                         const Touch& touch) const {
  const Event& event = index_.functions[caller].facts->events[event_id];
  const facts::Callable* lambda = nullptr;
  for (const facts::Callable& callable : event.callables) {
    if (callable.symbol == index_.functions[target.function].facts->symbol) {
      lambda = &callable;
    }
  }
  std::vector<PathId> result;
  auto add = [&](facts::SelectionId id) {
    for (PathId variable : selection(caller, id)) {
      result.push_back(variable);
    }
  };
  // An object whose members pick the element.
  auto add_object = [&](const facts::Actual& actual) {
    PathId path = actual.by_reference ? index_.path(index_.functions[caller], actual.path) : kNoPath;
    if (path != kNoPath) {
      result.push_back(index_.paths.truncate(path, 0));
    }
  };
  auto add_actual = [&](const std::vector<facts::Actual>& actuals, uint32_t at) {
    if (at < actuals.size() && actuals[at].is_constant && !actuals[at].by_reference) {
      result.push_back(index_.paths.intern(
          {RootKind::kUnknown, static_cast<uint32_t>(actuals[at].constant), std::string(facts::kConstantIndex), {}}));
    } else if (at < actuals.size()) {
      add(actuals[at].selection);
    }
  };
  auto add_formal = [&](const facts::AccessPath& formal) {
    switch (formal.root) {
    case RootKind::kParameter:
      add_actual(lambda != nullptr && lambda->parameter != facts::kNone ? lambda->bound : event.actuals, formal.index);
      break;
    case RootKind::kCapture:
      if (lambda != nullptr && formal.index < lambda->captures.size()) {
        add(lambda->captures[formal.index].selection);
      }
      break;
    case RootKind::kThis:
      add(lambda != nullptr ? lambda->receiver.selection : event.receiver.selection);
      break;
    default:
      break;
    }
  };
  for (PathId variable : touch.selection) {
    const facts::AccessPath formal = index_.paths[variable];
    add_formal(formal);
    if (formal.root == RootKind::kUnknown) { // a number, which is the same everywhere
      result.push_back(variable);
    }
    if (formal.root == RootKind::kThis) {
      add_object(event.receiver);
    } else if (formal.root == RootKind::kParameter && lambda == nullptr && formal.index < event.actuals.size()) {
      add_object(event.actuals[formal.index]);
    }
  }
  if (touch.path != kNoPath) {
    add_formal(index_.paths[touch.path]);
  }
  std::sort(result.begin(), result.end());
  result.erase(std::unique(result.begin(), result.end()), result.end());
  return result;
}

// What the call is given and calls meanwhile, itself or by handing it on.
void Touches::add_callables(FunctionId id, EventId event, std::vector<Touch>& all) const {
  for (const Spot& spot : link_summaries_.spots(id)) {
    if (spot.event != event) {
      continue;
    }
    for (const facts::Callable& callable : index_.functions[id].facts->events[event].callables) {
      if (const Target target = graph_.callable_target(id, callable); target.function == spot.callee) {
        add_through(id, event, target, spot.call->held, all);
      }
    }
  }
}

void Touches::add_through(FunctionId caller, EventId event, const Target& target, const std::vector<HeldLock>& held,
                          std::vector<Touch>& all) const {
  if (target.function == caller) {
    return;
  }
  for (const Touch& inner : summaries_[target.function].touches) {
    if (std::optional<Touch> touch = through(caller, event, target, inner)) {
      const std::vector<HeldLock> more = certain(held);
      touch->held.insert(touch->held.end(), more.begin(), more.end());
      touch->may_be_guarded |= has_uncertain(held);
      all.push_back(std::move(*touch));
    }
  }
}

std::optional<Touch> Touches::through(FunctionId caller, EventId event, const Target& target,
                                      const Touch& inner) const {
  const facts::FunctionFacts& callee = *index_.functions[target.function].facts;
  PathTable& paths = index_.paths;
  if (inner.hop->length >= kMaxTouchChain) {
    return std::nullopt;
  }
  Touch touch = inner;
  if (inner.path != kNoPath) {
    // What a constructor or destructor does to its own object nobody else sees yet, or any more.
    bool is_own = (callee.is_constructor || callee.is_destructor) && paths[inner.path].root == RootKind::kThis;
    touch.path = is_own ? kNoPath : paths.substitute(inner.path, target.substitution);
    if (touch.path == kNoPath || paths[touch.path].root == RootKind::kUnknown) {
      return std::nullopt;
    }
    touch.is_synchronised |= shape_of(index_, touch.path).is_synchronised;
  }
  touch.selection = substituted(caller, event, target, inner);
  for (HeldLock& lock : touch.held) {
    lock.lock = resolve_lock(index_, paths.substitute(lock.lock.path, target.substitution));
  }
  touch.hop = hop(caller, event, inner.hop);
  return touch;
}

const Hop* Touches::hop(FunctionId function, EventId event, const Hop* next) const {
  hops_.push_back({function, event, next, next == nullptr ? 1 : next->length + 1});
  return &hops_.back();
}

} // namespace paraudit::link
