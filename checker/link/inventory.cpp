#include "checker/link/inventory.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <tuple>

namespace paraudit::link {
namespace {

using facts::AccessKind;
using facts::Event;
using facts::EventId;
using facts::EventKind;
using facts::LockKind;
using facts::RootKind;

constexpr double kMostAccesses = 0.5;
// What a static pointer leads to is shared as it is; what that leads to is an object of its own.
constexpr uint32_t kMostDerefs = 1;

bool is_construction(const facts::FunctionFacts& callee) {
  return callee.is_constructor || callee.is_destructor;
}

Described described(const ProgramIndex& index, const SharedState& shared) {
  const facts::StateObject& object = index.states[shared.state].facts;
  return {object.name, object.type, object.is_container};
}

} // namespace

Inventory::Inventory(const ProgramIndex& index, const CallGraph& graph, const Summaries& summaries,
                     const Contexts& contexts, const DoubleChecked& double_checked)
    : index_(index), graph_(graph), summaries_(summaries), contexts_(contexts), double_checked_(double_checked),
      effects_(index, graph, summaries), states_(index.states.size()) {
  for (StateId state = 0; state < states_.size(); ++state) {
    states_[state].state = state;
  }
  for (FunctionId function = 0; function < index.functions.size(); ++function) {
    if (index.functions[function].has_body && !graph.is_modelled(function) && !contexts.is_test_hook(function)) {
      collect_accesses(function);
    }
  }
  for (SharedState& shared : states_) {
    judge(shared);
  }
  merge_instantiations();
}

void Inventory::collect_accesses(FunctionId function) {
  const std::vector<Event>& events = index_.functions[function].facts->events;
  for (EventId event = 0; event < events.size(); ++event) {
    if (events[event].held == facts::kNone) {
      continue;
    }
    if (events[event].kind == EventKind::kAccess) {
      collect_direct(function, event);
    } else if (runs_callees(events[event].kind) || events[event].kind == EventKind::kDispatch) {
      collect_through_call(function, event);
    }
  }
}

StateId Inventory::state_of(PathId path) const {
  if (path == kNoPath || index_.paths[path].root != RootKind::kGlobal) {
    return kNoId;
  }
  auto found = index_.state_by_symbol.find(index_.paths[path].name);
  return found == index_.state_by_symbol.end() ? kNoId : found->second;
}

// What is held shared keeps no other writer out.
void Inventory::add_held(const std::vector<HeldLock>& held, StateAccess& access) {
  for (const HeldLock& lock : held) {
    bool protects = !access.is_write || lock.mode == facts::Mode::kExclusive;
    if (lock.must && protects) {
      access.held.push_back(lock.lock);
    }
    access.held_as_reader |= lock.must && !protects;
  }
}

void Inventory::collect_direct(FunctionId id, EventId event_id) {
  const Function& function = index_.functions[id];
  const Event& event = function.facts->events[event_id];
  PathId path = index_.path(function, event.path);
  StateId state = state_of(path);
  if (state == kNoId) {
    return;
  }
  PathShape shape = shape_of(index_, path);
  if (shape.is_synchronised || shape.derefs > kMostDerefs) {
    return;
  }
  StateAccess access;
  access.function = id;
  access.event = event_id;
  access.site = access.named_at = index_.site(function, event.where);
  access.kind = event.access;
  access.is_write = is_write(event.access);
  access.is_atomic = event.is_atomic;
  access.in_condition = event.in_condition;
  access.through_pointer = shape.has_deref;
  access.method = event.text;
  add_held(summaries_.held_at(id, event_id), access);
  add_held(contexts_.held_on_entry(id), access);
  access.counts = contexts_.may_be_parallel(id, event_id);
  add_access(state, std::move(access), id);
}

void Inventory::collect_through_call(FunctionId id, EventId event_id) {
  if (!may_call(graph_, index_, id, event_id, [&](FunctionId callee) { return !effects_.of(callee).empty(); })) {
    return;
  }
  for (const Target& target : targets_with_callables(graph_, index_, id, event_id)) {
    bool constructs = is_construction(*index_.functions[target.function].facts);
    for (const Effect& effect : effects_.of(target.function)) {
      PathId actual = actual_of(target, effect);
      StateId state = state_of(actual);
      // What a constructor or destructor does to its own object is initialisation.
      if (state == kNoId || (constructs && effect.root == RootKind::kThis)) {
        continue;
      }
      PathShape shape = shape_of(index_, actual);
      if (shape.is_synchronised || shape.derefs > kMostDerefs) {
        continue;
      }
      StateAccess access;
      access.function = effect.function;
      access.event = effect.event;
      const Function& inner = index_.functions[effect.function];
      access.site = index_.site(inner, inner.facts->events[effect.event].where);
      access.named_at = index_.site(index_.functions[id], index_.functions[id].facts->events[event_id].where);
      access.kind = effect.kind;
      access.is_write = effect.is_write;
      access.is_atomic = effect.is_atomic;
      access.in_condition = effect.in_condition;
      access.by_const_path = effect.by_const_path;
      access.through_pointer = effect.through_pointer || shape.has_deref;
      access.method = effect.method;
      add_held(held_through_call(index_, effect, target, summaries_.held_at(id, event_id)), access);
      add_held(contexts_.held_on_entry(id), access);
      access.counts = contexts_.may_be_parallel(id, event_id);
      access.is_published = double_checked_.covers(id, event_id);
      if (!guards_itself(actual, shape, access)) {
        add_access(state, std::move(access), id);
      }
    }
  }
}

// The object that a static pointer leads to changes under a lock of its own: that is its business, not the pointer's.
bool Inventory::guards_itself(PathId actual, const PathShape& shape, const StateAccess& access) const {
  return shape.has_deref && std::any_of(access.held.begin(), access.held.end(), [&](const LockPath& lock) {
           return index_.paths.has_prefix(lock.path, actual);
         });
}

// The initialiser of a static local runs under its guard: nobody else sees the object yet. `named_in`: the function
// that names the object, and hands it on.
bool Inventory::is_initialising(const StateAccess& access, StateId state, FunctionId named_in) const {
  const facts::FunctionFacts& facts = *index_.functions[access.function].facts;
  const std::string& symbol = index_.states[state].facts.symbol;
  bool under_guard = std::any_of(access.held.begin(), access.held.end(), [&](const LockPath& lock) {
    return lock.lock != kNoId && index_.locks[lock.lock].kind == LockKind::kStaticGuard &&
           index_.locks[lock.lock].symbol.find(symbol) != std::string::npos;
  });
  return under_guard || contexts_.runs_at_start_only(named_in) ||
         (is_construction(facts) && facts.symbol == index_.states[state].facts.function);
}

void Inventory::add_access(StateId state, StateAccess access, FunctionId named_in) {
  access.named_in = named_in;
  if (is_initialising(access, state, named_in)) {
    states_[state].set_at_start |= access.is_write && contexts_.runs_at_start_only(named_in);
    return;
  }
  access.is_published |= double_checked_.covers(access.function, access.event);
  states_[state].accesses.push_back(std::move(access));
}

void Inventory::count(SharedState& shared) const {
  auto key = [](const StateAccess& access) {
    return std::tie(access.site, access.kind, access.function, access.event, access.counts, access.by_const_path);
  };
  std::sort(shared.accesses.begin(), shared.accesses.end(),
            [&](const StateAccess& a, const StateAccess& b) { return key(a) < key(b); });
  std::set<std::tuple<Site, bool>> counted;
  shared.reads = shared.writes = shared.counted_writes = 0;
  for (const StateAccess& access : shared.accesses) {
    if (counted.insert({access.site, access.is_write}).second) {
      (access.is_write ? shared.writes : shared.reads) += 1;
    }
    shared.counted_writes += access.is_write && access.counts && !access.is_atomic ? 1 : 0;
    shared.reached_by_entry |= contexts_.is_reached_by_entry(access.function);
  }
}

void Inventory::judge(SharedState& shared) const {
  count(shared);
  infer_guard(shared);
  shared.category = categorise(described(index_, shared), shared);
}

// Each instantiation is an object of its own, with a guard of its own; what people decide on is the declaration.
void Inventory::merge_instantiations() {
  std::map<std::string, size_t> index_of;
  std::vector<SharedState> merged;
  for (SharedState& shared : states_) {
    auto [entry, is_new] = index_of.try_emplace(index_.states[shared.state].id, merged.size());
    if (is_new) {
      merged.push_back(std::move(shared));
    } else {
      merge(merged[entry->second], std::move(shared));
    }
  }
  states_ = std::move(merged);
}

// What is not accessed says nothing of the guard.
void Inventory::merge(SharedState& into, SharedState&& other) const {
  if (other.accesses.size() > into.accesses.size()) {
    std::swap(into, other);
  }
  if (other.accesses.empty()) {
    return;
  }
  bool is_same_guard =
      into.guard != kNoId && other.guard != kNoId && index_.locks[into.guard].id == index_.locks[other.guard].id;
  into.guard = is_same_guard ? into.guard : kNoId;
  into.confidence = is_same_guard ? std::min(into.confidence, other.confidence) : 0;
  into.is_guarded &= is_same_guard && other.is_guarded;
  into.declared_guard &= other.declared_guard;
  into.reached_by_entry |= other.reached_by_entry;
  into.set_at_start |= other.set_at_start;
  into.accesses.insert(into.accesses.end(), std::make_move_iterator(other.accesses.begin()),
                       std::make_move_iterator(other.accesses.end()));
  count(into);
  into.category = categorise(described(index_, into), into);
}

// The lock object that most accesses and most writes hold, of the accesses that count; where nothing is written that
// counts (before threads start, after they end), of all: a lock at each of them is what the program means to hold. Only
// locks of static storage can guard an object of static storage: a lock of some instance does not exclude another's.
void Inventory::infer_guard(SharedState& shared) const {
  const bool only_counted = shared.counted_writes > 0;
  std::map<PathId, std::pair<size_t, size_t>> held_by; // accesses, writes
  size_t accesses = 0, writes = 0, published = 0;
  for (const StateAccess& access : shared.accesses) {
    if ((only_counted && !access.counts) || access.is_atomic) {
      continue;
    }
    ++accesses;
    writes += access.is_write ? 1 : 0;
    published += access.is_write && access.is_published ? 1 : 0;
    std::set<PathId> distinct;
    for (const LockPath& lock : access.held) {
      if (lock.lock != kNoId && index_.paths[lock.path].root == RootKind::kGlobal &&
          distinct.insert(lock.path).second) {
        ++held_by[lock.path].first;
        held_by[lock.path].second += access.is_write ? 1 : 0;
      }
    }
  }
  for (const auto& [path, count] : held_by) {
    LockId lock = resolve_lock(index_, path).lock;
    // What is written only inside call_once, or behind an atomic that is tested again, is read after it.
    bool is_once = index_.locks[lock].kind == LockKind::kOnce || published == writes;
    bool by_once = is_once && count.second == writes && writes > 0;
    double share = static_cast<double>(count.first) / static_cast<double>(accesses);
    bool most = share > kMostAccesses && writes > 0 && 2 * count.second > writes;
    if ((most || by_once) && (by_once || share > shared.confidence)) {
      shared.guard = lock;
      shared.confidence = by_once ? 1.0 : share;
      shared.is_guarded = by_once || count.first == accesses;
    }
  }
}

} // namespace paraudit::link
