#include "checker/link/deeds.h"

#include "checker/link/dead_ends.h"
#include "checker/link/lock_order.h"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace paraudit::link {
namespace {

using facts::CalleeKind;
using facts::ElementKind;
using facts::Event;
using facts::EventId;
using facts::EventKind;
using facts::LockKind;
using facts::RootKind;

// What is written to the terminal is as a rule what the lock is there to keep apart.
constexpr const char* kConsole = "console-output";

bool is_indirect(CalleeKind kind) {
  return kind == CalleeKind::kFunctionPointer || kind == CalleeKind::kFunctionObject;
}

bool is_callback(DeedKind kind) {
  return kind == DeedKind::kCallback || kind == DeedKind::kVirtualCallback;
}

bool contains(const std::vector<PathId>& paths, PathId path) {
  return std::find(paths.begin(), paths.end(), path) != paths.end();
}

std::vector<HeldLock> without(std::vector<HeldLock> held, const std::vector<PathId>& released) {
  std::erase_if(held, [&](const HeldLock& lock) { return contains(released, lock.lock.path); });
  return held;
}

} // namespace

bool excludes_others(LockKind kind) {
  return kind != LockKind::kOnce && kind != LockKind::kStaticGuard && kind != LockKind::kCondvar &&
         kind != LockKind::kWait;
}

Deeds::Deeds(const ProgramIndex& index, const CallGraph& graph, const Summaries& summaries, const OwnObjects& own)
    : index_(index), graph_(graph), summaries_(summaries), own_objects_(own), deeds_(index.functions.size()),
      has_caller_(index.functions.size()) {
  for (FunctionId caller = 0; caller < index.functions.size(); ++caller) {
    for (const auto& [event, callee] : graph.calls(caller)) {
      has_caller_[callee] = has_caller_[callee] || callee != caller;
    }
  }
  for (const std::vector<FunctionId>& component : graph.components()) {
    // Twice round a recursion: what one member learns about another in the first round.
    for (int round = 0; round < (component.size() > 1 ? 2 : 1); ++round) {
      for (FunctionId function : component) {
        if (index.functions[function].has_body) {
          summarise(function);
        }
      }
    }
  }
  report_unknown_callers();
  keep_one_of_a_statement();
}

// What one statement under the lock leads to is mended at that statement: the nearest stands for all.
void Deeds::keep_one_of_a_statement() {
  std::map<std::tuple<FunctionId, EventId, PathId, bool>, size_t> by_statement;
  for (auto& [site, found] : best_) {
    const Hop& statement = found.deed.known == nullptr ? *found.deed.hop : *found.deed.known;
    auto [entry, is_new] = by_statement.try_emplace(
        {statement.function, statement.event, found.lock.lock.path, is_callback(found.deed.kind)}, found_.size());
    if (is_new) {
      found_.push_back(std::move(found));
      continue;
    }
    DeedUnderLock& nearest = found_[entry->second];
    std::vector<Deed> more = std::move(nearest.more);
    if (found.deed.hop->length < nearest.deed.hop->length) {
      std::swap(nearest, found);
    }
    more.push_back(std::move(found.deed));
    nearest.more = std::move(more);
  }
}

void Deeds::summarise(FunctionId function) {
  const facts::FunctionFacts& facts = *index_.functions[function].facts;
  const std::vector<bool> dead = dead_ends(facts);
  for (size_t block = 0; block < facts.blocks.size(); ++block) {
    const EventId first = facts.blocks[block].first;
    for (EventId event = first; !dead[block] && event < first + facts.blocks[block].count; ++event) {
      if (facts.events[event].held != facts::kNone) {
        visit(function, event);
      }
    }
  }
}

// The methods that make up a lock hold it in their own way: what they do is how it locks.
bool Deeds::is_own_lock(FunctionId function, const LockPath& lock) const {
  const facts::AccessPath& path = index_.paths[lock.path];
  auto owner = index_.classes.find(index_.functions[function].facts->class_name);
  return path.root == RootKind::kThis && path.elements.empty() && owner != index_.classes.end() &&
         owner->second.facts.lock != LockKind::kNone && owner->second.facts.lock != LockKind::kWrapper;
}

// Of a lock that the function is called with its callers know more: which object it is of, and who can wait for it.
bool Deeds::is_callers_business(FunctionId function, const HeldLock& lock) const {
  return lock.since == facts::kNone && lock.hop == nullptr && has_caller_[function];
}

Deeds::HeldList Deeds::locks_held(FunctionId function, EventId event) const {
  HeldList held;
  for (const HeldLock& lock : summaries_.held_at(function, event)) {
    if (lock.must && !is_own_lock(function, lock.lock) && !is_callers_business(function, lock) &&
        !own_objects_.is_own(function, event, lock.lock.path) &&
        (lock.lock.lock == kNoId || excludes_others(index_.locks[lock.lock.lock].kind))) {
      held.push_back(lock);
    }
  }
  return held;
}

void Deeds::visit(FunctionId id, EventId event_id) {
  const Function& function = index_.functions[id];
  const Event& event = function.facts->events[event_id];
  Deed deed;
  deed.function = id;
  deed.event = event_id;
  switch (event.kind) {
  case EventKind::kBlocking:
    if (event.text == kConsole) {
      return;
    }
    deed.kind = DeedKind::kBlocking;
    break;
  case EventKind::kJoin:
    deed.kind = DeedKind::kJoin;
    break;
  case EventKind::kWait:
    deed.kind = DeedKind::kWait;
    // Of a wrapper's wait only the callers know the lock: it is not held here.
    deed.gives_up_unknown = locks_held(id, event_id).empty();
    for (PathId lock : event.locks) {
      deed.released.push_back(resolve_lock(index_, index_.path(function, lock)).path);
    }
    break;
  case EventKind::kDispatch:
    if (!event.is_synchronous) {
      return;
    }
    deed.kind = DeedKind::kParallel;
    break;
  case EventKind::kCall:
    return visit_call(id, event_id);
  default:
    return;
  }
  settle(id, event_id, std::move(deed));
}

// Reports a deed where a lock is held, else leaves it to the callers.
void Deeds::settle(FunctionId function, EventId event, Deed deed) {
  deed.hop = hop(function, event, deed.hop);
  HeldList held = without(locks_held(function, event), deed.released);
  if (deed.callable != kNoPath) {
    for (HeldLock& lock : held) {
      lock.hop = lock.since == facts::kNone ? nullptr : hop(function, lock.since, nullptr);
    }
    deed.held.insert(deed.held.end(), held.begin(), held.end());
    return add(function, std::move(deed));
  }
  held.insert(held.end(), deed.held.begin(), deed.held.end());
  bool is_own = deed.gives_up_unknown && held.size() == 1;
  if (!held.empty() && !is_own) {
    return report(function, deed, std::move(held));
  }
  for (const HeldLock& lock : summaries_.held_at(function, event)) {
    deed.known = deed.known == nullptr && is_callers_business(function, lock) ? deed.hop : deed.known;
  }
  for (const HeldLock& lock : summaries_.released_at(function, event)) {
    deed.released.push_back(lock.lock.path);
  }
  add(function, std::move(deed));
}

void Deeds::visit_call(FunctionId id, EventId event_id) {
  const Event& event = index_.functions[id].facts->events[event_id];
  const bool is_callback = is_indirect(event.callee_kind) || event.callee_kind == CalleeKind::kVirtual;
  if (is_callback && !event.is_predicate) {
    visit_callback(id, event_id);
  }
  std::vector<Target> targets = graph_.named_targets(id, event_id);
  if (event.callee_kind == CalleeKind::kCallable) {
    for (const facts::Callable& callable : event.callables) {
      Target target = graph_.callable_target(id, callable);
      if (target.function != kNoId) {
        targets.push_back(std::move(target));
      }
    }
  }
  if (is_of_unknown_class(id, event_id, targets)) {
    return;
  }
  for (const Target& target : targets) {
    apply(id, event_id, target);
  }
}

// An object that dies here behind a pointer that the function was given, or got from a call: what the destructors of
// some classes do is told where their objects die by their own class. A member has mostly one kind of object.
bool Deeds::is_of_unknown_class(FunctionId id, EventId at, const std::vector<Target>& targets) const {
  const Event& event = index_.functions[id].facts->events[at];
  if (!destroys_virtually(event)) {
    return false;
  }
  const PathId object = index_.path(index_.functions[id], event.receiver.path);
  const auto is_field = [](const facts::PathElement& element) { return element.kind == facts::ElementKind::kField; };
  const bool is_member = object != kNoPath && std::any_of(index_.paths[object].elements.begin(),
                                                          index_.paths[object].elements.end(), is_field);
  const size_t classes = graph_.overriders(id, at);
  const bool do_all = targets.size() == classes && std::all_of(targets.begin(), targets.end(), [&](const Target& one) {
                        return !deeds_[one.function].empty();
                      });
  return classes > 1 && !is_member && !do_all;
}

void Deeds::apply(FunctionId id, EventId event, const Target& target) {
  if (target.function == id) {
    return;
  }
  // Iterates over a copy: in a recursion caller and callee may be one.
  for (Deed deed : std::vector<Deed>(deeds_[target.function])) {
    if (deed.hop->length >= (is_callback(deed.kind) ? kMaxCallbackChain : kMaxChain)) {
      ++cut_;
      continue;
    }
    if (deed.callable != kNoPath && !resolve(id, event, target, deed)) {
      continue;
    }
    deed.released = released_by(index_, id, deed.released, target.substitution);
    for (HeldLock& lock : deed.held) {
      lock.lock = resolve_lock(index_, index_.paths.substitute(lock.lock.path, target.substitution));
      lock.hop = lock.hop == nullptr ? nullptr : hop(id, event, lock.hop);
    }
    settle(id, event, std::move(deed));
  }
}

// A function that nobody is seen to call gets its callbacks from outside.
void Deeds::report_unknown_callers() {
  for (FunctionId function = 0; function < deeds_.size(); ++function) {
    for (const Deed& deed : deeds_[function]) {
      if (deed.callable != kNoPath && !deed.held.empty() && !has_caller_[function]) {
        report(function, deed, deed.held);
      }
    }
  }
}

void Deeds::report(FunctionId holder, const Deed& deed, HeldList held) {
  const HeldLock lock = held.back();
  held.pop_back();
  DeedUnderLock found{deed, holder, lock, lock.hop, std::move(held)};
  if (found.held_hop == nullptr && lock.since != facts::kNone) {
    found.held_hop = hop(holder, lock.since, nullptr);
  }
  const Function& function = index_.functions[deed.function];
  Site site = index_.site(function, function.facts->events[deed.event].where);
  auto [entry, is_new] = best_.try_emplace(site, found);
  if (!is_new && found.deed.hop->length < entry->second.deed.hop->length) {
    entry->second = std::move(found);
  }
}

void Deeds::add(FunctionId function, Deed deed) {
  std::vector<Deed>& known = deeds_[function];
  auto same = std::find_if(known.begin(), known.end(), [&](const Deed& other) {
    return other.function == deed.function && other.event == deed.event && other.callable == deed.callable &&
           other.released == deed.released && is_callback(other.kind) == is_callback(deed.kind);
  });
  if (same != known.end()) {
    if (deed.hop->length < same->hop->length) {
      *same = std::move(deed);
    }
  } else if (known.size() < kMaxDeeds) {
    known.push_back(std::move(deed));
  } else {
    ++cut_;
  }
}

const Hop* Deeds::hop(FunctionId function, EventId event, const Hop* next) {
  hops_.push_back({function, event, next, next == nullptr ? 1 : next->length + 1});
  return &hops_.back();
}

} // namespace paraudit::link
