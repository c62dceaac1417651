#include "checker/link/instance_order.h"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

namespace paraudit::link {
namespace {

using facts::AccessPath;
using facts::ElementKind;
using facts::EventKind;
using facts::LockKind;
using facts::Mode;
using facts::RootKind;

bool has_index(const AccessPath& path) {
  return std::any_of(path.elements.begin(), path.elements.end(),
                     [](const facts::PathElement& element) { return element.kind == ElementKind::kIndex; });
}

// Objects that a path of this root names are not told from those of another: a comparison of anything may be of them.
bool is_vague(const AccessPath& path) {
  return path.root == RootKind::kLocal || path.root == RootKind::kResult || path.root == RootKind::kTemporary ||
         path.root == RootKind::kUnknown || has_index(path);
}

// What an order of objects goes by: a number that names the object, not one that counts something. One that nobody
// changes names it, too.
bool names_object(const std::string& field) {
  constexpr std::array<std::string_view, 14> kWords = {"id",    "index", "rank", "order", "level",   "key", "number",
                                                       "depth", "seq",   "name", "addr",  "ordinal", "uid", "hash"};
  std::string lower = field.substr(field.rfind("::") == std::string::npos ? 0 : field.rfind("::") + 2);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
  return std::any_of(kWords.begin(), kWords.end(),
                     [&](std::string_view word) { return lower.find(word) != std::string::npos; });
}

// The member or global object that a lock lies in, where it is one of a kind: `table.head_.mutex_` is `head_`'s.
std::string named_owner(const AccessPath& path) {
  size_t size = path.elements.size();
  if (size >= 2 && path.elements[size - 1].kind == ElementKind::kField &&
      path.elements[size - 2].kind == ElementKind::kField) {
    return path.elements[size - 2].name;
  }
  return size == 1 && path.root == RootKind::kGlobal ? path.name : "";
}

} // namespace

InstanceOrder::InstanceOrder(const ProgramIndex& index, const CallGraph& graph, const Summaries& summaries,
                             const References& references, const LockOrder& order)
    : index_(index), graph_(graph), references_(references), order_(order) {
  for (const NestedPair& pair : summaries.pairs()) {
    taken_inside_.insert(named_owner(index.paths[pair.acquired.lock.path]));
  }
  std::vector<const NestedPair*> open;
  for (const NestedPair& pair : summaries.pairs()) {
    if (concerns_instances(pair)) {
      open.push_back(&pair);
    }
  }
  if (!open.empty()) {
    find_fixed_fields();
    std::erase_if(open, [&](const NestedPair* pair) { return is_decided(*pair) || descends(*pair); });
    choose(open);
  }
}

void InstanceOrder::choose(const std::vector<const NestedPair*>& open) {
  std::map<std::pair<Site, std::string>, const NestedPair*> best;
  for (const NestedPair* pair : open) {
    if (follows_chain(*pair)) {
      continue;
    }
    Site inner = site_of_hop(index_, last_hop(*pair->acquired.hop));
    // A caller for whom the two objects are one says more about the same acquisition.
    bool is_self =
        std::any_of(order_.self_deadlocks().begin(), order_.self_deadlocks().end(), [&](const NestedPair* self) {
          return self->acquired.lock.lock == pair->acquired.lock.lock &&
                 site_of_hop(index_, last_hop(*self->acquired.hop)) == inner;
        });
    if (is_self) {
      continue;
    }
    auto [entry, is_new] = best.try_emplace({inner, index_.locks[pair->acquired.lock.lock].id}, pair);
    if (!is_new && pair->acquired.hop->length < entry->second->acquired.hop->length) {
      entry->second = pair;
    }
  }
  for (const auto& [key, pair] : best) {
    undecided_.push_back(pair);
  }
}

bool InstanceOrder::concerns_instances(const NestedPair& pair) const {
  LockKind kind = index_.locks[pair.acquired.lock.lock].kind;
  bool is_lock = kind != LockKind::kOnce && kind != LockKind::kStaticGuard && kind != LockKind::kCondvar &&
                 kind != LockKind::kWait;
  bool both_shared = pair.held.mode == Mode::kShared && pair.acquired.mode == Mode::kShared;
  bool same_class = pair.held.lock.lock == pair.acquired.lock.lock;
  if (!is_lock || !same_class || both_shared || !pair.acquired.blocking || order_.is_self_deadlock(pair)) {
    return false;
  }
  const AccessPath& held = index_.paths[pair.held.lock.path];
  const AccessPath& acquired = index_.paths[pair.acquired.lock.path];
  // One recursive lock, or one that is not known well enough to say that it is another.
  bool is_other = pair.held.lock.path != pair.acquired.lock.path || has_index(held);
  auto is_known = [](const AccessPath& path) { return path.root != RootKind::kUnknown; };
  return is_other && is_known(held) && is_known(acquired) && are_others(pair.held.lock.path, pair.acquired.lock.path);
}

bool InstanceOrder::are_others(PathId held, PathId acquired) const {
  const std::string mine = references_.borrowed_by(held), theirs = references_.borrowed_by(acquired);
  return mine == theirs && (mine.empty() || references_.leads_to_elements(mine));
}

bool InstanceOrder::is_decided(const NestedPair& pair) const {
  if (order_.declared().is_before(pair.held.lock.lock, pair.acquired.lock.lock)) {
    return true;
  }
  if (decides(pair.function, pair.held.lock.path, pair.acquired.lock.path)) {
    return true;
  }
  // One object that is told from all others by its name, and that nobody takes after another.
  const std::string owner = named_owner(index_.paths[pair.held.lock.path]);
  if (!owner.empty() && !taken_inside_.contains(owner)) {
    return true;
  }
  // In a callee the two have other paths; what it compares of its parameters is them.
  for (const Hop* hop = pair.acquired.hop; hop != nullptr; hop = hop->next) {
    if (hop->function != pair.function && decides(hop->function, kNoPath, kNoPath)) {
      return true;
    }
  }
  return false;
}

// A layer passes the call on to what it owns, by a virtual method: should that be of its own class, at some depth, it
// is the owned one that comes second.
bool InstanceOrder::descends(const NestedPair& pair) const {
  for (const Hop* hop = pair.acquired.hop; hop != nullptr; hop = hop->next) {
    const facts::Event& event = index_.functions[hop->function].facts->events[hop->event];
    if (event.kind == EventKind::kCall && event.callee_kind == facts::CalleeKind::kVirtual &&
        graph_.leads_through_member(hop->function, event.receiver.path)) {
      return true;
    }
  }
  return false;
}

void InstanceOrder::find_fixed_fields() {
  for (const Function& function : index_.functions) {
    for (const facts::Event& event : function.facts->events) {
      bool binds = event.kind == EventKind::kBind; // what a constructor's initialiser makes the pointer lead to
      bool changes = event.kind == EventKind::kAccess && event.access != facts::AccessKind::kRead;
      PathId path = binds || changes ? index_.path(function, event.path) : kNoPath;
      if (path == kNoPath || index_.paths[path].elements.empty()) {
        continue;
      }
      const AccessPath& whole = index_.paths[path];
      size_t size = whole.elements.size();
      if (binds && (whole.root == RootKind::kLocal || whole.root == RootKind::kTemporary)) {
        continue; // of an object that is being made
      }
      size -= binds && whole.elements.back().kind == ElementKind::kDeref ? 1 : 0;
      if (size == 0 || whole.elements[size - 1].kind != ElementKind::kField) {
        continue;
      }
      bool is_own = whole.root == RootKind::kThis && size == 1 && function.facts->is_constructor;
      (is_own ? constructed_ : changing_).insert(whole.elements[size - 1].name);
    }
  }
}

// `this->parent_->mutex_` while `this->mutex_` is held, where only constructors set `parent_`.
bool InstanceOrder::follows_chain(const NestedPair& pair) const {
  const AccessPath& held = index_.paths[pair.held.lock.path];
  const AccessPath& acquired = index_.paths[pair.acquired.lock.path];
  const size_t own = held.elements.size();
  if (held.root != acquired.root || held.index != acquired.index || held.name != acquired.name ||
      acquired.elements.size() < own + 2) {
    return false;
  }
  size_t from = 0;
  while (from < own && held.elements[from] == acquired.elements[from]) {
    ++from;
  }
  const size_t to = acquired.elements.size() - (own - from);
  bool is_same_lock = std::equal(held.elements.begin() + from, held.elements.end(), acquired.elements.begin() + to);
  for (size_t i = from; i < to; ++i) {
    const facts::PathElement& element = acquired.elements[i];
    bool is_fixed = element.kind == ElementKind::kField
                        ? constructed_.contains(element.name) && !changing_.contains(element.name)
                        : element.kind == ElementKind::kDeref;
    if (!is_fixed) {
      return false;
    }
  }
  return is_same_lock && from < to;
}

bool InstanceOrder::decides(FunctionId id, PathId held, PathId acquired) const {
  const facts::FunctionFacts& function = *index_.functions[id].facts;
  bool tests = std::any_of(function.blocks.begin(), function.blocks.end(), [&](const facts::Block& block) {
    return block.condition.kind == facts::ConditionKind::kCompare && compares(id, block.condition, held, acquired);
  });
  return tests || std::any_of(function.events.begin(), function.events.end(), [&](const facts::Event& event) {
           bool orders_elements = held != kNoPath && has_index(index_.paths[held]);
           return event.kind == EventKind::kOrder && (event.text != "choose-index" || orders_elements);
         });
}

bool InstanceOrder::compares(FunctionId id, const facts::Condition& test, PathId held, PathId acquired) const {
  PathId left = index_.path(index_.functions[id], test.path);
  PathId right = index_.path(index_.functions[id], test.other);
  if (left == kNoPath || right == kNoPath || left == right) {
    return false;
  }
  const AccessPath& a = index_.paths[left];
  const AccessPath& b = index_.paths[right];
  const std::string field = a.elements.empty() ? "" : a.elements.back().name;
  bool is_same_field = !field.empty() && !b.elements.empty() && b.elements.back().name == field;
  if (!field.empty() && !(is_same_field && (names_object(field) || !changing_.contains(field)))) {
    return false;
  }
  if (held == kNoPath || is_vague(index_.paths[held]) || is_vague(index_.paths[acquired])) {
    return true;
  }
  // The compared part and the lock belong to one object each.
  auto owner = [&](PathId path) {
    return index_.paths.truncate(path, is_same_field ? index_.paths[path].elements.size() - 1 : 64);
  };
  auto owns = [&](PathId object, PathId lock) { return index_.paths.has_prefix(lock, object); };
  PathId first = owner(left), second = owner(right);
  return (owns(first, held) && owns(second, acquired)) || (owns(second, held) && owns(first, acquired));
}

} // namespace paraudit::link
