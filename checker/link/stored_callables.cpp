#include "checker/link/stored_callables.h"

namespace paraudit::link {
namespace {

using facts::Event;
using facts::EventKind;
using facts::RootKind;

std::string formal_key(char kind, const std::string& symbol, uint32_t index) {
  return kind + std::to_string(index) + ":" + symbol;
}

} // namespace

StoredCallables::StoredCallables(const ProgramIndex& index) : index_(index) {
  for (FunctionId function = 0; function < index.functions.size(); ++function) {
    if (index.functions[function].has_body) {
      collect(function);
    }
  }
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
  default:
    return "";
  }
}

StoredCallables::Place StoredCallables::place(const std::string& key) {
  auto [entry, is_new] = places_.try_emplace(key, static_cast<Place>(sets_.size()));
  if (is_new) {
    sets_.emplace_back();
    copies_.emplace_back();
  }
  return entry->second;
}

const std::vector<FunctionId>& StoredCallables::at(FunctionId function, PathId path) const {
  static const std::vector<FunctionId> kNobody;
  auto found = places_.find(key(function, path));
  return found == places_.end() ? kNobody : sorted_[found->second];
}

void StoredCallables::collect(FunctionId id) {
  const Function& function = index_.functions[id];
  for (const Event& event : function.facts->events) {
    for (const facts::Callable& callable : event.callables) {
      store_captures(id, callable);
      if (event.kind == EventKind::kEscape) {
        if (std::string holder = key(id, index_.path(function, event.path)); !holder.empty()) {
          store(id, place(holder), callable);
        }
      } else if (event.kind == EventKind::kCall && !event.callee.empty() && callable.parameter != facts::kNone) {
        store(id, place(formal_key('P', event.callee, callable.parameter)), callable);
      }
    }
  }
}

void StoredCallables::store(FunctionId id, Place to, const facts::Callable& callable) {
  if (!callable.symbol.empty()) {
    if (FunctionId function = index_.function(callable.symbol); function != kNoId) {
      sets_[to].insert(function);
    }
  } else if (std::string from = key(id, index_.path(index_.functions[id], callable.path)); !from.empty()) {
    copies_[place(from)].push_back(to);
  }
}

// A lambda's captures are variables of the function around it under another name.
void StoredCallables::store_captures(FunctionId id, const facts::Callable& callable) {
  for (uint32_t i = 0; !callable.symbol.empty() && i < callable.captures.size(); ++i) {
    std::string from = key(id, index_.path(index_.functions[id], callable.captures[i].path));
    if (!from.empty()) {
      Place to = place(formal_key('C', callable.symbol, i));
      copies_[place(from)].push_back(to);
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
      if (sets_[to].size() != before) {
        work.push_back(to);
      }
    }
  }
  for (const std::set<FunctionId>& functions : sets_) {
    sorted_.emplace_back(functions.begin(), functions.end());
  }
}

} // namespace paraudit::link
