#include "checker/link/stored_callables.h"

#include <algorithm>

namespace paraudit::link {
namespace {

using facts::Event;
using facts::EventKind;
using facts::RootKind;

std::string formal_key(char kind, const std::string& symbol, uint32_t index) {
  return kind + std::to_string(index) + ":" + symbol;
}

} // namespace

StoredCallables::StoredCallables(const ProgramIndex& index, const Overriders& overriders)
    : index_(index), overriders_(overriders) {
  for (FunctionId function = 0; function < index.functions.size(); ++function) {
    if (index.functions[function].has_body) {
      collect(function);
    }
  }
  store_results();
  propagate();
}

// Empty: nothing that is followed.
std::string StoredCallables::key(FunctionId function, PathId path) const {
  if (path == kNoPath) {
    return "";
  }
  const facts::AccessPath& whole = index_.paths[path];
  for (auto element = whole.elements.rbegin(); element != whole.elements.rend(); ++element) {
    if (element->kind == facts::ElementKind::kField) {
      return "F" + element->name;
    }
  }
  const std::string& symbol = index_.functions[function].facts->symbol;
  switch (whole.root) {
  case RootKind::kGlobal:
    return "G" + whole.name;
  case RootKind::kParameter:
    return formal_key('P', symbol, whole.index);
  case RootKind::kCapture:
    return formal_key('C', symbol, whole.index);
  case RootKind::kLocal:
    return formal_key('L', symbol, whole.index);
  case RootKind::kReturn:
    return formal_key('R', symbol, 0);
  case RootKind::kResult: {
    const std::vector<Event>& events = index_.functions[function].facts->events;
    return whole.index < events.size() && !events[whole.index].callee.empty()
               ? formal_key('R', events[whole.index].callee, 0)
               : "";
  }
  default:
    return "";
  }
}

StoredCallables::Place StoredCallables::place(const std::string& key) {
  auto [entry, is_new] = places_.try_emplace(key, static_cast<Place>(sets_.size()));
  if (is_new) {
    sets_.emplace_back();
    copies_.emplace_back();
    is_fed_unseen_.push_back(false);
    PlaceFacts& facts = facts_.emplace_back();
    facts.is_kept = key[0] == 'F' || key[0] == 'G';
    facts.is_parameter = key[0] == 'P';
    facts.is_in_graph = key[0] == 'F' && is_of_node(key.substr(1));
    facts.function = facts.is_kept ? kNoId : index_.function(key.substr(key.find(':') + 1));
  }
  return entry->second;
}

bool StoredCallables::is_of_node(const std::string& field) const {
  const size_t end = field.rfind("::");
  const std::string node = end == std::string::npos ? "" : field.substr(0, end);
  for (auto other = index_.fields.lower_bound(node + "::");
       !node.empty() && other != index_.fields.end() && other->first.starts_with(node + "::"); ++other) {
    if (other->second.is_container && other->second.type.find(node) != std::string::npos) {
      return true;
    }
  }
  return false;
}

StoredCallables::Place StoredCallables::find(FunctionId function, PathId path) const {
  auto found = places_.find(key(function, path));
  return found == places_.end() ? kNoId : found->second;
}

const std::set<FunctionId>& StoredCallables::at(FunctionId function, PathId path) const {
  static const std::set<FunctionId> kNobody;
  auto found = places_.find(key(function, path));
  return found == places_.end() ? kNobody : sets_[found->second];
}

bool StoredCallables::is_open(FunctionId function, PathId path) const {
  const std::string at = key(function, path);
  auto found = places_.find(at);
  return at.empty() || (found != places_.end() && is_fed_unseen_[found->second]);
}

void StoredCallables::collect(FunctionId id) {
  const std::vector<Event>& events = index_.functions[id].facts->events;
  for (facts::EventId at = 0; at < events.size(); ++at) {
    const Event& event = events[at];
    for (const facts::Callable& callable : event.callables) {
      store_captures(id, at, callable);
      store_bound(id, at, callable);
      if (event.kind == EventKind::kEscape) {
        store_kept(id, at, callable);
      } else if (event.kind == EventKind::kCall && !event.callee.empty() && callable.parameter != facts::kNone) {
        store_argument(id, at, callable);
      }
    }
  }
}

void StoredCallables::store_kept(FunctionId id, facts::EventId at, const facts::Callable& callable) {
  const Function& function = index_.functions[id];
  const PathId path = index_.path(function, function.facts->events[at].path);
  if (std::string holder = key(id, path); !holder.empty()) {
    const Place to = place(holder);
    const std::vector<facts::PathElement>& elements = index_.paths[path].elements;
    facts_[to].holds_several |= std::any_of(elements.begin(), elements.end(), [](const facts::PathElement& element) {
      return element.kind == facts::ElementKind::kIndex; // or the object that has it is one of several
    });
    store(id, at, to, callable);
  } else if (std::string from = key(id, index_.path(function, callable.path)); !from.empty()) {
    losses_[callable.type].push_back(place(from));
  } else if (FunctionId lost = index_.function(callable.symbol); lost != kNoId) {
    lost_[callable.type].insert(lost);
  }
}

void StoredCallables::store_argument(FunctionId id, facts::EventId at, const facts::Callable& callable) {
  const Event& event = index_.functions[id].facts->events[at];
  const Place formal = place(formal_key('P', event.callee, callable.parameter));
  store(id, at, formal, callable);
  FunctionId callee = index_.function(event.callee);
  if (callee == kNoId || !index_.functions[callee].has_body) {
    outside_.insert(formal);
  }
  store_back(id, at, formal, callable);
  if (event.callee_kind != facts::CalleeKind::kVirtual) {
    return;
  }
  for (const std::string& method : overriders_.of_call(index_.functions[id], event)) {
    if (method != event.callee) {
      store(id, at, place(formal_key('P', method, callable.parameter)), callable);
    }
  }
}

// `queue.pop(job)`: the callee fills the caller's variable.
void StoredCallables::store_back(FunctionId id, facts::EventId at, Place formal, const facts::Callable& callable) {
  const Function& function = index_.functions[id];
  const std::vector<facts::Actual>& actuals = function.facts->events[at].actuals;
  if (!callable.symbol.empty() || callable.parameter >= actuals.size() || !actuals[callable.parameter].by_reference ||
      actuals[callable.parameter].to_const) {
    return;
  }
  const PathId path = index_.path(function, callable.path);
  if (const std::string filled = key(id, path); !filled.empty()) {
    const Place to = place(filled);
    copies_[formal].push_back(to);
    facts_[to].sources.push_back({formal, id, at, path});
  }
}

// What is passed along to a function that another thread, or a call_once, runs.
void StoredCallables::store_bound(FunctionId id, facts::EventId at, const facts::Callable& callable) {
  for (uint32_t i = 0; !callable.symbol.empty() && i < callable.bound.size(); ++i) {
    const PathId path = index_.path(index_.functions[id], callable.bound[i].path);
    if (std::string from = key(id, path); !from.empty()) {
      copy(place(formal_key('P', callable.symbol, i)), from, {kNoId, id, at, path});
    }
  }
}

// What an overrider returns, a virtual call may return; what a call returns, the variable that it initialises has.
void StoredCallables::store_results() {
  for (const auto& [method, finals] : overriders_.all()) {
    for (const std::string& overrider : finals) {
      const std::string from = formal_key('R', overrider, 0);
      if (places_.contains(from) && overrider != method) {
        copy(place(formal_key('R', method, 0)), from, {});
      }
    }
  }
  for (FunctionId id = 0; id < index_.functions.size(); ++id) {
    const std::vector<Event>& events = index_.functions[id].facts->events;
    for (facts::EventId at = 0; at < events.size(); ++at) {
      if (events[at].kind == EventKind::kCall && events[at].result != facts::kNone) {
        store_result(id, at);
      }
    }
  }
}

void StoredCallables::store_result(FunctionId id, facts::EventId at) {
  const Function& function = index_.functions[id];
  const Event& event = function.facts->events[at];
  const std::string from = formal_key('R', event.callee, 0);
  const PathId path = index_.path(function, event.result);
  if (const std::string filled = places_.contains(from) ? key(id, path) : ""; !filled.empty() && filled != from) {
    copy(place(filled), from, {kNoId, id, at, path});
  }
}

void StoredCallables::copy(Place to, const std::string& from, Source source) {
  source.from = place(from);
  copies_[source.from].push_back(to);
  facts_[to].sources.push_back(source);
}

void StoredCallables::store(FunctionId id, facts::EventId at, Place to, const facts::Callable& callable) {
  const PathId path = index_.path(index_.functions[id], callable.path);
  const std::string from = key(id, path);
  if (!callable.symbol.empty()) {
    if (FunctionId function = index_.function(callable.symbol); function != kNoId) {
      sets_[to].insert(function);
    }
    // A closure that is passed on: its class says what runs, its place who made it.
    if (callable.path == facts::kNone) {
      facts_[to].given.push_back({id, at, &callable});
    } else if (!from.empty()) {
      const Place source = place(from);
      facts_[to].sources.push_back({source, id, at, path});
    }
  } else if (!from.empty()) {
    copy(to, from, {kNoId, id, at, path});
  } else {
    is_fed_unseen_[to] = true;
  }
}

// A lambda's captures are variables of the function around it under another name.
void StoredCallables::store_captures(FunctionId id, facts::EventId at, const facts::Callable& callable) {
  for (uint32_t i = 0; !callable.symbol.empty() && i < callable.captures.size(); ++i) {
    const PathId path = index_.path(index_.functions[id], callable.captures[i].path);
    if (std::string from = key(id, path); !from.empty()) {
      copy(place(formal_key('C', callable.symbol, i)), from, {kNoId, id, at, path});
    }
  }
}

void StoredCallables::propagate() {
  std::vector<Place> work(sets_.size());
  for (Place at = 0; at < work.size(); ++at) {
    work[at] = at;
  }
  while (!work.empty()) {
    Place from = work.back();
    work.pop_back();
    for (Place to : copies_[from]) {
      size_t before = sets_[to].size();
      sets_[to].insert(sets_[from].begin(), sets_[from].end());
      bool is_opened = is_fed_unseen_[from] && !is_fed_unseen_[to];
      is_fed_unseen_[to] = is_fed_unseen_[to] || is_fed_unseen_[from];
      if (sets_[to].size() != before || is_opened) {
        work.push_back(to);
      }
    }
  }
  for (Place formal : outside_) {
    given_outside_.insert(sets_[formal].begin(), sets_[formal].end());
  }
  for (const auto& [type, places] : losses_) {
    for (Place at : places) {
      lost_[type].insert(sets_[at].begin(), sets_[at].end());
    }
  }
}

} // namespace paraudit::link
