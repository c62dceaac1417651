#include "checker/link/shared_accesses.h"

#include "checker/link/effects.h"

#include <algorithm>
#include <tuple>
#include <unordered_map>

namespace paraudit::link {
namespace {

using facts::ElementKind;
using facts::Event;
using facts::EventId;
using facts::EventKind;
using facts::RootKind;

std::vector<HeldLock> certain(const std::vector<HeldLock>& held) {
  std::vector<HeldLock> result;
  std::copy_if(held.begin(), held.end(), std::back_inserter(result), [](const HeldLock& lock) { return lock.must; });
  return result;
}

bool has_deref(const facts::AccessPath& path) {
  return std::any_of(path.elements.begin(), path.elements.end(),
                     [](const facts::PathElement& element) { return element.kind == ElementKind::kDeref; });
}

void sort_unique(std::vector<HeldLock>& held) {
  auto key = [](const HeldLock& lock) { return std::tie(lock.lock.path, lock.mode); };
  std::sort(held.begin(), held.end(), [&](const HeldLock& a, const HeldLock& b) { return key(a) < key(b); });
  auto same = [](const HeldLock& a, const HeldLock& b) { return a.lock.path == b.lock.path; };
  held.erase(std::unique(held.begin(), held.end(), same), held.end());
}

size_t hash_of(const SharedAccess& access) {
  constexpr uint64_t kOdd = 0x9e3779b97f4a7c15; // spreads numbers that lie close together
  const uint64_t place = (uint64_t{access.function} << 32 | access.event) * kOdd + access.path;
  return place * kOdd >> 16;
}

bool same_context(const SharedAccess& a, const SharedAccess& b) {
  return a.function == b.function && a.event == b.event && a.path == b.path && a.counts == b.counts &&
         a.is_published == b.is_published && a.released == b.released &&
         std::equal(
             a.held.begin(), a.held.end(), b.held.begin(), b.held.end(),
             [](const HeldLock& x, const HeldLock& y) { return x.lock.path == y.lock.path && x.mode == y.mode; });
}

} // namespace

SharedAccesses::SharedAccesses(const ProgramIndex& index, const CallGraph& graph, const Summaries& summaries,
                               const Contexts& contexts, const References& references,
                               const DoubleChecked& double_checked)
    : index_(index), graph_(graph), summaries_(summaries), contexts_(contexts), references_(references),
      double_checked_(double_checked), member_guards_(index), subjects_(index), has_callers_(index.functions.size()),
      is_entry_(index.functions.size()), open_(index.functions.size()) {
  find_callers();
  find_candidates();
  for (const std::vector<FunctionId>& component : graph.components()) {
    for (int round = 0; round < (component.size() > 1 ? 2 : 1); ++round) {
      for (FunctionId function : component) {
        if (index.functions[function].has_body) {
          summarise(function);
        }
      }
    }
  }
  for (FunctionId function = 0; function < open_.size(); ++function) {
    if (is_root(function)) {
      for (const SharedAccess& access : open_[function]) {
        if (!access.is_listed) {
          finish(access);
        }
      }
    }
  }
  auto key = [](const SharedAccess& access) { return std::tie(access.function, access.event); };
  std::stable_sort(all_.begin(), all_.end(),
                   [&](const SharedAccess& a, const SharedAccess& b) { return key(a) < key(b); });
}

void SharedAccesses::find_callers() {
  for (const ParallelEntry& entry : contexts_.entries()) {
    is_entry_[entry.function] = is_entry_[entry.function] || entry.reason != "externally visible";
  }
  for (FunctionId function = 0; function < index_.functions.size(); ++function) {
    const facts::FunctionFacts& facts = *index_.functions[function].facts;
    for (EventId event = 0; event < facts.events.size(); ++event) {
      auto note = [&](FunctionId callee) { has_callers_[callee] = has_callers_[callee] || callee != function; };
      const std::span<const FunctionId> named = graph_.named_functions(function, event);
      std::for_each(named.begin(), named.end(), note);
      if (named.empty()) {
        for (const Target& target : graph_.followed_targets(function, event)) {
          note(target.function);
        }
      }
    }
    for (const Spot& spot : summaries_.spots(function)) {
      has_callers_[spot.callee] = true;
    }
  }
}

// Nobody is known to call it, though somebody may, or threads begin in it.
bool SharedAccesses::is_root(FunctionId function) const {
  const facts::FunctionFacts& facts = *index_.functions[function].facts;
  // What only its class or file can call, and does not, is not run.
  return (!has_callers_[function] && !is_hidden(index_, facts) && !graph_.is_modelled(function)) ||
         is_entry_[function] || facts.is_main || facts.is_initializer;
}

// State that is written, and of which an access holds a lock or may be called with one held.
void SharedAccesses::find_candidates() {
  std::vector<bool> called_locked(index_.functions.size());
  std::vector<FunctionId> work;
  auto mark = [&](FunctionId callee) {
    if (!called_locked[callee]) {
      called_locked[callee] = true;
      work.push_back(callee);
    }
  };
  for (FunctionId function = 0; function < index_.functions.size(); ++function) {
    for (const auto& [event, callee] : graph_.calls(function)) {
      if (index_.functions[function].facts->events[event].held != facts::kNone &&
          !summaries_.held_at(function, event).empty()) {
        mark(callee);
      }
    }
    for (const SpotCall& call : summaries_.spot_calls(function)) {
      if (!call.held.empty()) {
        mark(function);
      }
    }
  }
  while (!work.empty()) {
    FunctionId function = work.back();
    work.pop_back();
    for (const auto& [event, callee] : graph_.calls(function)) {
      mark(callee);
    }
  }
  std::vector<std::pair<bool, bool>> seen; // written, locked; by subject
  for (FunctionId function = 0; function < index_.functions.size(); ++function) {
    const std::vector<Event>& events = index_.functions[function].facts->events;
    for (EventId event = 0; event < events.size(); ++event) {
      PathId path = events[event].kind == EventKind::kAccess && events[event].held != facts::kNone
                        ? index_.path(index_.functions[function], events[event].path)
                        : kNoPath;
      if (path == kNoPath) {
        continue;
      }
      for (const SubjectPart& part : subjects_.of(path)) {
        seen.resize(subjects_.size());
        seen[part.subject].first |= is_write(events[event].access);
        seen[part.subject].second |= called_locked[function] || !summaries_.held_at(function, event).empty();
      }
    }
  }
  candidate_.resize(subjects_.size());
  for (SubjectId subject = 0; subject < subjects_.size(); ++subject) {
    bool is_declared = subjects_[subject].declared_guard != kNoPath;
    candidate_[subject] = is_declared || (subject < seen.size() && seen[subject].first && seen[subject].second);
  }
}

bool SharedAccesses::is_followed(PathId path) const {
  const std::vector<SubjectPart>& parts = subjects_.of(path);
  return std::any_of(parts.begin(), parts.end(), [&](const SubjectPart& part) {
    return part.subject < candidate_.size() && candidate_[part.subject];
  });
}

void SharedAccesses::summarise(FunctionId function) {
  if (contexts_.runs_at_start_only(function)) {
    return;
  }
  known_.clear();
  for (uint32_t i = 0; i < open_[function].size(); ++i) {
    known_.emplace(hash_of(open_[function][i]), i);
  }
  const std::vector<Event>& events = index_.functions[function].facts->events;
  for (EventId event = 0; event < events.size(); ++event) {
    if (events[event].held == facts::kNone) {
      continue;
    }
    if (events[event].kind == EventKind::kAccess) {
      add_own(function, event);
    } else if (runs_callees(events[event].kind)) {
      add_call(function, event);
    }
  }
}

bool SharedAccesses::counts_at(FunctionId function, EventId event) const {
  if (!contexts_.has_entries()) {
    return true;
  }
  return contexts_.may_be_parallel(function, event) && !contexts_.is_alone(function, event);
}

void SharedAccesses::add_own(FunctionId id, EventId event_id) {
  const Function& function = index_.functions[id];
  const Event& event = function.facts->events[event_id];
  PathId path = index_.path(function, event.path);
  if (path == kNoPath || !concerns_others(id, event_id, path)) {
    return;
  }
  const facts::AccessPath& whole = index_.paths[path];
  bool is_copy = whole.root == RootKind::kParameter && whole.index < function.facts->parameters.size() &&
                 !function.facts->parameters[whole.index].by_reference && !has_deref(whole);
  if (is_copy) {
    return;
  }
  SharedAccess access;
  access.function = access.frame = id;
  access.event = event_id;
  access.path = path;
  access.held = certain(summaries_.held_at(id, event_id));
  const std::vector<HeldLock>& by_object = member_guards_.held_by_object(id);
  access.held.insert(access.held.end(), by_object.begin(), by_object.end());
  sort_unique(access.held);
  if (event.released != facts::kNone) {
    for (const HeldLock& lock : summaries_.released_at(id, event_id)) {
      access.released.push_back(lock.lock.path);
    }
  }
  access.counts = counts_at(id, event_id);
  access.is_published = double_checked_.covers(id, event_id);
  settle(std::move(access), event_id, /*is_called=*/false);
}

void SharedAccesses::add_call(FunctionId id, EventId event) {
  const std::span<const FunctionId> named = graph_.named_functions(id, event);
  const bool has_news = named.empty() || std::any_of(named.begin(), named.end(),
                                                     [&](FunctionId callee) { return !open_[callee].empty(); });
  if (!has_news && summaries_.spots(id).empty()) {
    return;
  }
  const PathId object = index_.path(index_.functions[id], index_.functions[id].facts->events[event].path);
  const bool is_given = object != kNoPath && index_.paths[object].root == RootKind::kParameter;
  for (const Target& target : graph_.followed_targets(id, event)) {
    // What a lambda that was given captured, only its giver knows: it is told there.
    const bool is_told = is_given && index_.functions[target.function].facts->is_lambda &&
                         !summaries_.spot_calls(target.function).empty();
    if (!is_told) {
      add_from(id, event, target, summaries_.held_at(id, event));
    }
  }
  for (const Spot& spot : summaries_.spots(id)) {
    if (spot.event != event) {
      continue;
    }
    for (const facts::Callable& callable : index_.functions[id].facts->events[event].callables) {
      Target target = graph_.callable_target(id, callable);
      if (target.function == spot.callee) {
        add_from(id, event, target, spot.call->held);
      }
    }
  }
}

// An access whose path gets too long for the callers: its own locks tell something, their absence does not.
void SharedAccesses::list(SharedAccess& access) {
  if (!access.held.empty() && !access.is_listed) {
    access.is_listed = true;
    finish(access);
  }
}

void SharedAccesses::add_from(FunctionId id, EventId event, const Target& target, const std::vector<HeldLock>& held) {
  if (target.function == id) {
    return;
  }
  if (open_[id].size() >= kMaxOpenAccesses) {
    cut_ += open_[target.function].size();
    return;
  }
  const Event& call = index_.functions[id].facts->events[event];
  bool counts = counts_at(id, event);
  struct Here {
    PathId path = kNoPath;
    bool is_cut = false, concerns_others = false, is_followed = false;
  };
  std::unordered_map<PathId, Here> known; // a callee's accesses are to few objects
  for (SharedAccess& inner : open_[target.function]) {
    auto [entry, is_new] = known.try_emplace(inner.path);
    Here& here = entry->second;
    if (is_new) {
      const PathId moved = index_.paths.substitute(inner.path, target.substitution);
      here.path = references_.follow(id, moved);
      here.is_followed = here.path != moved;
      here.is_cut = index_.paths.is_cut(here.path);
      here.concerns_others = !here.is_cut && concerns_others(id, event, here.path);
    }
    if (here.is_cut) {
      list(inner);
    }
    if (!here.concerns_others) {
      continue;
    }
    SharedAccess access = inner;
    access.frame = id;
    access.is_listed = false;
    access.path = here.path;
    access.counts = inner.counts && counts;
    access.is_published |= double_checked_.covers(id, event);
    std::set<PathId> given_up;
    for (PathId& released : access.released) {
      released = resolve_lock(index_, index_.paths.substitute(released, target.substitution)).path;
      given_up.insert(released);
    }
    for (HeldLock& lock : access.held) {
      lock.lock = resolve_lock(index_, index_.paths.substitute(lock.lock.path, target.substitution));
      // The object and its lock are to go by one way, by which their places are compared.
      lock.lock = here.is_followed ? references_.follow(id, lock.lock) : lock.lock;
    }
    for (const HeldLock& lock : held) {
      if (lock.must && !given_up.contains(lock.lock.path)) {
        access.held.push_back(lock);
      }
    }
    sort_unique(access.held);
    if (call.released != facts::kNone) {
      for (const HeldLock& lock : summaries_.released_at(id, event)) {
        access.released.push_back(lock.lock.path);
      }
    }
    settle(std::move(access), event, /*is_called=*/true);
  }
}

// A local object, unless the function gives it to a thread; an object that was just made.
bool SharedAccesses::is_own_object(FunctionId frame, EventId here, PathId path) {
  const facts::AccessPath whole = index_.paths[path];
  switch (whole.root) {
  case RootKind::kTemporary:
  case RootKind::kReturn:
    return true;
  case RootKind::kLocal:
    break;
  default:
    return false;
  }
  if (!has_deref(whole)) {
    return !is_handed_to_thread(frame, path) || !contexts_.runs_threads(frame, here);
  }
  size_t length = 1;
  while (length <= whole.elements.size() && whole.elements[length - 1].kind != ElementKind::kDeref) {
    ++length;
  }
  return is_fresh(frame, index_.paths.truncate(path, length));
}

// Whether the function constructs what the pointer leads to: `auto node = std::make_unique<Node>()`.
bool SharedAccesses::is_fresh(FunctionId id, PathId object) {
  auto [entry, is_new] = fresh_.try_emplace({id, object});
  if (!is_new) {
    return entry->second;
  }
  const Function& function = index_.functions[id];
  return entry->second =
             std::any_of(function.facts->events.begin(), function.facts->events.end(), [&](const Event& event) {
               if (event.kind != EventKind::kCall || index_.path(function, event.receiver.path) != object) {
                 return false;
               }
               FunctionId callee = index_.function(event.callee);
               return callee != kNoId && index_.functions[callee].facts->is_constructor;
             });
}

bool SharedAccesses::is_handed_to_thread(FunctionId id, PathId path) {
  auto [entry, is_new] = handed_to_thread_.try_emplace({id, path});
  if (!is_new) {
    return entry->second;
  }
  const Function& function = index_.functions[id];
  auto is_given = [&](const facts::Actual& actual) {
    PathId given = actual.by_reference ? index_.path(function, actual.path) : kNoPath;
    return given != kNoPath && (index_.paths.has_prefix(path, given) || index_.paths.has_prefix(given, path));
  };
  for (const Event& event : function.facts->events) {
    if (event.kind != EventKind::kDispatch) {
      continue;
    }
    for (const facts::Callable& callable : event.callables) {
      if (is_given(callable.receiver) || std::any_of(callable.captures.begin(), callable.captures.end(), is_given) ||
          std::any_of(callable.bound.begin(), callable.bound.end(), is_given)) {
        return entry->second = true;
      }
    }
  }
  return false;
}

// What a constructor does to its object before it hands it to a thread, and a destructor after it joined them.
bool SharedAccesses::is_initialisation(const SharedAccess& access, EventId here) const {
  const Function& frame = index_.functions[access.frame];
  const facts::AccessPath& whole = index_.paths[access.path];
  if (whole.root != RootKind::kThis || !(frame.facts->is_constructor || frame.facts->is_destructor)) {
    return false;
  }
  if (has_deref(whole) && !(frame.facts->is_constructor && is_made_here(frame, access.path))) {
    return false;
  }
  if (frame.facts->is_constructor) {
    return !contexts_.runs_threads(access.frame, here);
  }
  const Event& event = index_.functions[access.function].facts->events[access.event];
  if (event.access != facts::AccessKind::kWrite && event.access != facts::AccessKind::kReadWrite) {
    return true;
  }
  const std::vector<Event>& events = frame.facts->events;
  return std::none_of(events.begin() + here, events.end(), [&](const Event& later) {
    PathId joined = later.kind == EventKind::kJoin ? index_.path(frame, later.path) : kNoPath;
    return joined != kNoPath && index_.paths[joined].root == RootKind::kThis;
  });
}

// Whether the path leads into an object that the constructor made and keeps by a pointer: `data_(new Data)`.
bool SharedAccesses::is_made_here(const Function& constructor, PathId path) const {
  const std::vector<facts::PathElement>& elements = index_.paths[path].elements;
  auto first = std::find_if(elements.begin(), elements.end(),
                            [](const facts::PathElement& element) { return element.kind == ElementKind::kDeref; });
  const auto length = static_cast<size_t>(first - elements.begin()) + 1;
  const bool is_one_deep = std::none_of(
      first + 1, elements.end(), [](const facts::PathElement& element) { return element.kind == ElementKind::kDeref; });
  const PathId object = index_.paths.truncate(path, length);
  return is_one_deep &&
         std::any_of(constructor.facts->events.begin(), constructor.facts->events.end(), [&](const Event& event) {
           const bool binds = event.kind == EventKind::kBind && event.source != facts::kNone;
           return binds && index_.path(constructor, event.path) == object &&
                  index_.paths[index_.path(constructor, event.source)].root == RootKind::kTemporary;
         });
}

bool SharedAccesses::concerns_others(FunctionId frame, EventId here, PathId path) {
  return is_followed(path) && !is_own_object(frame, here, path);
}

// `access` is seen from its frame; where it `is_called`, the way there is still that from the frame's callee.
void SharedAccesses::settle(SharedAccess access, EventId here, bool is_called) {
  if (is_initialisation(access, here)) {
    return;
  }
  const facts::AccessPath& whole = index_.paths[access.path];
  const bool is_nameless = whole.root == RootKind::kLocal && !has_deref(whole); // to callers
  if (!is_nameless && !is_news(access)) {
    return;
  }
  if (is_called) {
    steps_.push_back({access.frame, here, access.via});
    access.via = &steps_.back();
  }
  if (is_nameless) {
    finish(access);
  } else {
    open_[access.frame].push_back(std::move(access));
  }
}

// What a thousand callers see alike is told once.
void SharedAccesses::finish(const SharedAccess& access) {
  const size_t hash = hash_of(access);
  const auto [first, last] = finished_.equal_range(hash);
  if (std::none_of(first, last, [&](const auto& other) { return same_context(all_[other.second], access); })) {
    finished_.emplace(hash, static_cast<uint32_t>(all_.size()));
    all_.push_back(access);
  }
}

// Whether the frame has no such access yet, and room for it.
bool SharedAccesses::is_news(const SharedAccess& access) {
  const std::vector<SharedAccess>& open = open_[access.frame];
  const size_t hash = hash_of(access);
  const auto [first, last] = known_.equal_range(hash);
  if (std::any_of(first, last, [&](const auto& other) { return same_context(open[other.second], access); })) {
    return false;
  }
  if (open.size() >= kMaxOpenAccesses) {
    ++cut_;
    return false;
  }
  known_.emplace(hash, static_cast<uint32_t>(open.size()));
  return true;
}

} // namespace paraudit::link
