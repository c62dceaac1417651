#include "checker/link/lazy_inits.h"

#include "checker/link/block_rates.h"
#include "checker/link/dead_ends.h"
#include "checker/link/effects.h"

#include <algorithm>

namespace paraudit::link {
namespace {

using facts::AccessKind;
using facts::BlockId;
using facts::ConditionKind;
using facts::ElementKind;
using facts::Event;
using facts::EventId;
using facts::EventKind;
using facts::LockKind;
using facts::RootKind;
using facts::SyncKind;

constexpr int kMaxDepth = 2;

// What empties is no initialisation, and an iterator that steps on was set before.
bool fills(const Event& event) {
  if (event.access != AccessKind::kMutate) {
    return event.access == AccessKind::kWrite && event.use != facts::ValueUse::kEmptied;
  }
  for (const char* name :
       {"erase", "clear", "pop", "extract", "remove", "release", "end", "begin", "operator--", "operator++"}) {
    if (event.text.find(name) != std::string::npos) {
      return false;
    }
  }
  return true;
}

// The object of an access without what lies inside it: of a container its elements, of a pointer what it leads to.
PathId whole_object(const ProgramIndex& index, PathId path) {
  const facts::AccessPath& access = index.paths[path];
  size_t length = 0;
  while (length < access.elements.size() && access.elements[length].kind != ElementKind::kIndex) {
    ++length;
  }
  return index.paths.truncate(path, length);
}

// Whether the path follows a pointer that the object's elements keep: what it leads to is not the object.
bool leads_on(const ProgramIndex& index, PathId path, PathId object) {
  const std::vector<facts::PathElement>& elements = index.paths[path].elements;
  return std::any_of(elements.begin() + static_cast<std::ptrdiff_t>(index.paths[object].elements.size()),
                     elements.end(),
                     [](const facts::PathElement& element) { return element.kind == ElementKind::kDeref; });
}

// Whether the blocks lead back to the one that decides: then it is a loop's.
bool comes_round(const facts::FunctionFacts& function, const std::vector<bool>& side, BlockId decided) {
  for (BlockId block = 0; block < function.blocks.size(); ++block) {
    const std::vector<BlockId>& next = function.blocks[block].successors;
    if (side[block] && std::find(next.begin(), next.end(), decided) != next.end()) {
      return true;
    }
  }
  return false;
}

// A counter that the function itself counts up is tested for how far it has come.
bool counts_up(const ProgramIndex& index, const Function& function, PathId path) {
  const std::vector<Event>& events = function.facts->events;
  return std::any_of(events.begin(), events.end(), [&](const Event& event) {
    return event.kind == EventKind::kAccess && event.access == AccessKind::kReadWrite && event.text.empty() &&
           index.path(function, event.path) == path;
  });
}

bool may_be_unset(const facts::Condition& condition, size_t branch) {
  bool holds = (branch == 0) != condition.negated;
  bool tells = condition.kind == ConditionKind::kTruth || condition.kind == ConditionKind::kNonNull ||
               condition.kind == ConditionKind::kFlag;
  const bool compares = condition.kind == ConditionKind::kCompare || condition.kind == ConditionKind::kAlike;
  return !compares && (!tells || !holds || condition.kind == ConditionKind::kFlag);
}

} // namespace

LazyInits::LazyInits(const ProgramIndex& index, const CallGraph& graph, const Summaries& summaries,
                     const Contexts& contexts)
    : index_(index), graph_(graph), summaries_(summaries), contexts_(contexts) {
  find_setters();
  for (FunctionId function = 0; function < index.functions.size(); ++function) {
    const facts::FunctionFacts& facts = *index.functions[function].facts;
    if (index.functions[function].has_body && !facts.is_constructor && !facts.is_destructor &&
        !contexts.runs_at_start_only(function) && !contexts.is_dead(function) && !contexts.runs_once_only(function) &&
        !facts.in_system_header) {
      visit(function);
    }
  }
  std::erase_if(all_, [&](const LazyInit& found) { return is_set_elsewhere(found); });
  for (const LazyInit& found : all_) {
    if (found.state != kNoId) {
      states_.insert(found.state);
      fields_.insert(found.field);
    }
  }
}

void LazyInits::find_setters() {
  for (FunctionId id = 0; id < index_.functions.size(); ++id) {
    const Function& function = index_.functions[id];
    const facts::FunctionFacts& facts = *function.facts;
    if (facts.is_constructor || facts.is_destructor || contexts_.runs_at_start_only(id) || contexts_.is_test_hook(id)) {
      continue;
    }
    for (const Event& event : facts.events) {
      PathId path = event.kind == EventKind::kAccess && event.access == AccessKind::kWrite && fills(event)
                        ? index_.path(function, event.path)
                        : kNoPath;
      if (path != kNoPath && index_.paths[path].elements.empty() && index_.paths[path].root == RootKind::kGlobal) {
        setters_[path].insert(id);
      }
    }
  }
}

// Whether a function that does not test it first sets it, too. Of a member, that may be a method which is not const and
// so has the object to itself.
bool LazyInits::is_set_elsewhere(const LazyInit& found) const {
  auto setters = setters_.find(found.path);
  return setters != setters_.end() && !found.is_locked_init &&
         std::any_of(setters->second.begin(), setters->second.end(), [&](FunctionId setter) {
           return setter != found.function && !initialisers_.contains({setter, setters->first});
         });
}

void LazyInits::visit(FunctionId function) {
  const std::vector<Event>& events = index_.functions[function].facts->events;
  for (EventId event = 0; event < events.size(); ++event) {
    const Event& test = events[event];
    if (test.kind == EventKind::kAccess && test.decides != facts::kNone && test.held != facts::kNone &&
        !is_write(test.access)) {
      match(function, event);
    }
  }
}

bool LazyInits::class_synchronises(const std::string& field) const {
  const Class* owner = owner_class(index_, field);
  if (owner == nullptr || owner->facts.lock != LockKind::kNone) {
    return false; // how a lock waits for itself
  }
  const std::vector<facts::FieldFacts>& fields = owner->facts.fields;
  return std::any_of(fields.begin(), fields.end(), [](const facts::FieldFacts& other) {
    return other.sync == SyncKind::kLock || other.sync == SyncKind::kAtomic || other.lock != LockKind::kNone;
  });
}

bool LazyInits::is_shared(FunctionId function, PathId path, LazyInit& found) const {
  const facts::AccessPath& whole = index_.paths[path];
  const std::vector<facts::PathElement>& elements = whole.elements;
  bool has_deref = std::any_of(elements.begin(), elements.end(),
                               [](const facts::PathElement& element) { return element.kind == ElementKind::kDeref; });
  if (whole.root == RootKind::kGlobal && !has_deref) {
    auto state = index_.state_by_symbol.find(whole.name);
    if (state == index_.state_by_symbol.end()) {
      return false;
    }
    const facts::StateObject& object = index_.states[state->second].facts;
    found.state = state->second;
    return !object.is_thread_local && !object.in_system_header &&
           (object.sync == SyncKind::kNone || object.sync == SyncKind::kAtomic);
  }
  if (whole.root != RootKind::kThis || elements.empty() || has_deref || elements.back().kind != ElementKind::kField) {
    return false;
  }
  auto field = index_.fields.find(elements.back().name);
  if (field == index_.fields.end() || is_iterators_own(index_, field->first) ||
      (field->second.sync != SyncKind::kNone && field->second.sync != SyncKind::kAtomic)) {
    return false;
  }
  found.field = field->first;
  const facts::FunctionFacts& facts = *index_.functions[function].facts;
  bool is_promised = facts.is_const && !facts.is_lambda;
  found.is_locked_init = !is_promised; // what a method that is not const does alone is the caller's affair
  return is_promised || class_synchronises(field->first);
}

// Whether the branch is decided by what the tested pointer leads to: then the pointer has been set.
bool LazyInits::tests_inside(FunctionId id, EventId test_id, PathId path) const {
  const Function& function = index_.functions[id];
  const Event& test = function.facts->events[test_id];
  if (test.text == "operator->" || test.text == "operator*") {
    return true; // of an iterator
  }
  const size_t length = index_.paths[path].elements.size();
  // `symbols[i].ready`: the element has an access of its own.
  const bool picks = test.text == "operator[]" || test.text == "at";
  auto is_inside = [&](PathId unit_path) {
    PathId other = unit_path == facts::kNone ? kNoPath : index_.path(function, unit_path);
    return other != kNoPath && index_.paths.has_prefix(other, path) && index_.paths[other].elements.size() > length &&
           index_.paths[other].elements[length].kind == (picks ? ElementKind::kIndex : ElementKind::kDeref);
  };
  return std::any_of(function.facts->events.begin(), function.facts->events.end(), [&](const Event& event) {
    return event.decides == test.decides &&
           (event.kind == EventKind::kAccess ? is_inside(event.path)
                                             : event.kind == EventKind::kCall && is_inside(event.receiver.path));
  });
}

bool LazyInits::is_once(const std::vector<HeldLock>& held) const {
  return std::any_of(held.begin(), held.end(), [&](const HeldLock& lock) {
    return lock.lock.lock != kNoId && (index_.locks[lock.lock.lock].kind == LockKind::kOnce ||
                                       index_.locks[lock.lock.lock].kind == LockKind::kStaticGuard);
  });
}

bool LazyInits::is_locked(FunctionId function, const std::vector<HeldLock>& held) const {
  return std::any_of(held.begin(), held.end(), [](const HeldLock& lock) { return lock.must; }) ||
         !contexts_.held_on_entry(function).empty();
}

// Whether the event, or what it calls, writes the object: who writes it, and under which locks.
bool LazyInits::initialises(FunctionId function, EventId id, PathId path, int depth, Init& init) const {
  const Event& event = index_.functions[function].facts->events[id];
  if (event.held == facts::kNone) {
    return false;
  }
  if (event.kind == EventKind::kAccess && fills(event)) {
    PathId written = index_.path(index_.functions[function], event.path);
    init = {function, summaries_.held_at(function, id)};
    return written != kNoPath && whole_object(index_, written) == path && !leads_on(index_, written, path);
  }
  if (event.kind != EventKind::kCall || depth >= kMaxDepth) {
    return false;
  }
  for (const Target& target : targets_with_callables(graph_, index_, function, id)) {
    PathId inside = index_.paths.into_callee(path, target.substitution);
    const std::vector<Event>& events = index_.functions[target.function].facts->events;
    for (EventId inner = 0; inside != kNoPath && inner < events.size(); ++inner) {
      if (initialises(target.function, inner, inside, depth + 1, init)) {
        const std::vector<HeldLock>& outer = summaries_.held_at(function, id);
        init.held.insert(init.held.end(), outer.begin(), outer.end());
        return true;
      }
    }
  }
  return false;
}

// What the function has just set itself, it tests for what came of it.
bool LazyInits::is_set_before(FunctionId id, EventId test_id, PathId path) const {
  const facts::FunctionFacts& facts = *index_.functions[id].facts;
  const BlockId decided = facts.events[test_id].decides;
  for (BlockId block = 0; block < facts.blocks.size(); ++block) {
    const EventId end = std::min(facts.blocks[block].first + facts.blocks[block].count, test_id);
    for (EventId event = facts.blocks[block].first; event < end; ++event) {
      Init init;
      if (facts.events[event].access == AccessKind::kMutate || !initialises(id, event, path, 0, init)) {
        continue;
      }
      // Not what a loop sets for its next round, nor one branch of several.
      std::vector<bool> without = reached(facts, 0, block);
      if (block == decided || block == 0 || !without[decided]) {
        return true;
      }
    }
  }
  return false;
}

// What the function itself empties again afterwards tells that it is at work: `if (busy) return; busy = true; ...`.
bool LazyInits::is_taken_back(const LazyInit& found) const {
  const Function& function = index_.functions[found.function];
  const facts::FunctionFacts& facts = *function.facts;
  const BlockId set_in = block_of(facts, found.init);
  for (EventId id = 0; id < facts.events.size(); ++id) {
    const Event& event = facts.events[id];
    const bool is_emptied = event.kind == EventKind::kAccess && event.access == AccessKind::kWrite &&
                            event.use == facts::ValueUse::kEmptied && event.held != facts::kNone;
    const PathId path = is_emptied ? index_.path(function, event.path) : kNoPath;
    const BlockId block = is_emptied ? block_of(facts, id) : facts::kNone;
    if (path != found.path || block == facts::kNone) {
      continue;
    }
    // On every way out, or it may be what failed that is given up.
    if (block == set_in ? id > found.init : !reached(facts, set_in, block)[facts.exit]) {
      return true;
    }
  }
  return false;
}

bool LazyInits::is_tested_locked(FunctionId id, PathId path) const {
  const Function& function = index_.functions[id];
  for (EventId event = 0; event < function.facts->events.size(); ++event) {
    const Event& test = function.facts->events[event];
    bool is_read = test.kind == EventKind::kAccess && test.held != facts::kNone && !is_write(test.access);
    PathId read = is_read ? index_.path(function, test.path) : kNoPath;
    if (read != kNoPath && whole_object(index_, read) == path && is_locked(id, summaries_.held_at(id, event))) {
      return true;
    }
  }
  return false;
}

// Of a test of `table[i].ready` the element's member is what gets set; the table stays as it is.
bool LazyInits::is_about_element(FunctionId id, EventId test, EventId init, PathId path) const {
  const Function& function = index_.functions[id];
  const Event& event = function.facts->events[init];
  PathId tested = index_.path(function, function.facts->events[test].path);
  const size_t length = index_.paths[path].elements.size();
  if (event.kind != EventKind::kAccess || index_.paths[tested].elements.size() <= length + 1) {
    return false;
  }
  PathId written = index_.path(function, event.path);
  return !index_.paths.has_prefix(tested, written) && !index_.paths.has_prefix(written, tested);
}

void LazyInits::match(FunctionId id, EventId test_id) {
  const Function& function = index_.functions[id];
  const facts::FunctionFacts& facts = *function.facts;
  const Event& test = facts.events[test_id];
  PathId path = index_.path(function, test.path);
  LazyInit found;
  if (path == kNoPath || facts.blocks[test.decides].successors.size() != 2 ||
      !is_shared(id, path = whole_object(index_, path), found) || known_.contains({id, path}) ||
      is_locked(id, summaries_.held_at(id, test_id)) || tests_inside(id, test_id, path) ||
      counts_up(index_, function, path)) {
    return;
  }
  found.function = id;
  found.path = path;
  found.test = test_id;
  if (find_init(found) && !is_set_before(id, test_id, path) && !is_taken_back(found)) {
    add(std::move(found));
  }
}

// The initialisation: on one side of the test, and not on the other.
bool LazyInits::find_init(LazyInit& found) const {
  const facts::FunctionFacts& facts = *index_.functions[found.function].facts;
  const Event& test = facts.events[found.test];
  const bool must_be_locked = found.is_locked_init;
  const facts::Block& decided = facts.blocks[test.decides];
  std::vector<bool> sides[2] = {reached(facts, decided.successors[0], test.decides),
                                reached(facts, decided.successors[1], test.decides)};
  if (!test.in_condition && comes_round(facts, sides[0], test.decides) != comes_round(facts, sides[1], test.decides)) {
    return false; // how long a search goes on that began at what is kept
  }
  // assert(cache == nullptr): set in any case, or not gone on.
  const std::vector<bool> dead = dead_ends(facts);
  if (std::any_of(decided.successors.begin(), decided.successors.end(),
                  [&](BlockId side) { return side == facts::kNone || dead[side]; })) {
    return false;
  }
  for (BlockId block = 0; block < facts.blocks.size(); ++block) {
    size_t branch = sides[0][block] ? 0 : 1;
    if (sides[0][block] == sides[1][block] || !may_be_unset(decided.condition, branch)) {
      continue;
    }
    for (EventId event = facts.blocks[block].first; event < facts.blocks[block].first + facts.blocks[block].count;
         ++event) {
      Init init;
      if (!initialises(found.function, event, found.path, 0, init) || is_once(init.held)) {
        continue;
      }
      bool is_other_state = facts.events[event].is_atomic && !test.is_atomic; // a plain part tested, an atomic one set
      found.is_locked_init = is_locked(found.function, init.held);
      if (is_other_state || (must_be_locked && !found.is_locked_init) ||
          is_about_element(found.function, found.test, event, found.path)) {
        continue;
      }
      found.is_relaxed = test.is_atomic && test.text == "relaxed";
      bool is_flag = found.is_relaxed && found.is_locked_init && is_tested_locked(found.function, found.path);
      if (test.is_atomic && !is_flag) {
        continue; // an atomic flag in order, or one that is no double-checked locking
      }
      found.init = event;
      found.setter = init.writer;
      return true;
    }
  }
  return false;
}

void LazyInits::add(LazyInit found) {
  const Function& function = index_.functions[found.function];
  const std::vector<Event>& events = function.facts->events;
  const Event& test = events[found.test];
  const facts::Condition& condition = function.facts->blocks[test.decides].condition;
  found.test_site =
      index_.site(function, condition.where.line != 0 && !test.in_condition ? condition.where : test.where);
  found.init_site = index_.site(function, events[found.init].where);
  found.counts =
      contexts_.may_be_parallel(found.function, found.test) && !contexts_.is_alone(found.function, found.test);
  known_.insert({found.function, found.path});
  initialisers_.insert({found.setter, found.path});
  for (EventId other = 0; other < events.size(); ++other) {
    PathId read = events[other].kind == EventKind::kAccess ? index_.path(function, events[other].path) : kNoPath;
    if (read != kNoPath && whole_object(index_, read) == found.path) {
      tests_.insert({found.function, other});
    }
  }
  all_.push_back(std::move(found));
}

} // namespace paraudit::link
