#include "checker/link/two_sections.h"

#include "checker/link/block_rates.h"
#include "checker/link/dead_ends.h"
#include "checker/link/effects.h"
#include "checker/link/subjects.h"

#include <algorithm>
#include <set>

namespace paraudit::link {
namespace {

using facts::BlockId;
using facts::ElementKind;
using facts::Event;
using facts::EventId;
using facts::EventKind;
using facts::LockKind;

constexpr int kMaxDepth = 2;

// The object without its elements.
PathId whole_object(const ProgramIndex& index, PathId path) {
  const facts::AccessPath& access = index.paths[path];
  size_t length = 0;
  while (length < access.elements.size() && access.elements[length].kind != ElementKind::kIndex) {
    ++length;
  }
  return index.paths.truncate(path, length);
}

bool is_section_lock(const ProgramIndex& index, const HeldLock& lock) {
  LockKind kind = lock.lock.lock == kNoId ? LockKind::kNone : index.locks[lock.lock.lock].kind;
  return lock.must && lock.since != facts::kNone && kind != LockKind::kNone && kind != LockKind::kOnce &&
         kind != LockKind::kStaticGuard && kind != LockKind::kCondvar;
}

// Whether a container of this type keeps the element that it has for a key.
bool is_keyed(const std::string& type) {
  auto has = [&](const char* word) { return type.find(word) != std::string::npos; };
  return (has("map") || has("Map") || has("set<") || has("Set<")) && !has("multi") && !has("bitset");
}

} // namespace

TwoSections::TwoSections(const ProgramIndex& index, const CallGraph& graph, const Summaries& summaries,
                         const Contexts& contexts)
    : index_(index), graph_(graph), summaries_(summaries), contexts_(contexts) {
  for (FunctionId function = 0; function < index.functions.size(); ++function) {
    if (index.functions[function].has_body) {
      match(function);
    }
  }
}

const std::vector<TwoSections::Use>& TwoSections::uses(FunctionId function, int depth) {
  auto known = uses_.find({function, depth});
  return known != uses_.end() ? known->second : uses_[{function, depth}] = find_uses(function, depth);
}

std::vector<TwoSections::Use> TwoSections::find_uses(FunctionId function, int depth) {
  std::vector<Use> result;
  const std::vector<Event>& events = index_.functions[function].facts->events;
  for (EventId event = 0; event < events.size(); ++event) {
    if (events[event].held == facts::kNone) {
      continue;
    }
    if (events[event].kind == EventKind::kAccess) {
      add_own(function, event, result);
    } else if (events[event].kind == EventKind::kCall && depth < kMaxDepth) {
      add_called(function, event, depth, result);
    }
  }
  for (Use& use : result) {
    use.is_retested = use.is_retested || std::any_of(result.begin(), result.end(), [&](const Use& other) {
                        return other.is_test && (other.event < use.event || use.makes_empty) &&
                               other.section == use.section && other.state == use.state && other.lock == use.lock;
                      });
  }
  return result;
}

void TwoSections::add_own(FunctionId id, EventId event, std::vector<Use>& uses) const {
  const std::vector<HeldLock>& held = summaries_.held_at(id, event);
  if (held.empty()) {
    return;
  }
  const Function& function = index_.functions[id];
  const Event& access = function.facts->events[event];
  PathId path = index_.path(function, access.path);
  bool is_about_state = path != kNoPath && !access.is_atomic && !shape_of(index_, path).is_synchronised;
  if (!is_about_state || !index_.paths.is_exported(path)) {
    return;
  }
  for (const HeldLock& lock : held) {
    if (is_section_lock(index_, lock) && index_.paths.is_definite(lock.lock.path)) {
      Use use;
      use.event = event;
      use.state = whole_object(index_, path);
      use.lock = lock.lock.path;
      use.section = lock.since;
      use.is_write = is_write(access.access);
      use.is_test = access.decides != facts::kNone;
      use.decides = access.decides;
      const bool keeps = access.text == "emplace" || access.text == "insert" || access.text == "emplace_hint";
      use.is_retested = access.text == "try_emplace" || (keeps && is_keyed(type_of(use.state)));
      use.makes_empty = access.text == "operator[]";
      uses.push_back(use);
    }
  }
}

// Of the member, or the object, that a path ends in.
std::string TwoSections::type_of(PathId state) const {
  const facts::AccessPath& path = index_.paths[state];
  if (!path.elements.empty()) {
    auto field = index_.fields.find(path.elements.back().name);
    return field == index_.fields.end() ? "" : field->second.type;
  }
  auto object = index_.state_by_symbol.find(path.name);
  return object == index_.state_by_symbol.end() ? "" : index_.states[object->second].facts.type;
}

// A call that takes and releases the lock on its own is a section by itself.
void TwoSections::add_called(FunctionId id, EventId event, int depth, std::vector<Use>& uses) {
  const Event& call = index_.functions[id].facts->events[event];
  for (FunctionId callee : graph_.named_functions(id, event)) {
    if (callee == id || index_.functions[callee].facts->is_constructor || this->uses(callee, depth + 1).empty()) {
      continue;
    }
    const Substitution substitution = substitution_of(index_, id, call);
    for (Use use : this->uses(callee, depth + 1)) {
      use.state = index_.paths.substitute(use.state, substitution);
      use.lock = index_.paths.substitute(use.lock, substitution);
      const std::vector<HeldLock>& held = summaries_.held_at(id, event);
      bool is_held = std::any_of(held.begin(), held.end(),
                                 [&](const HeldLock& lock) { return lock.must && lock.lock.path == use.lock; });
      if (is_held || !index_.paths.is_definite(use.lock) || index_.paths.is_unknown(use.state)) {
        continue;
      }
      use.event = event;
      use.section = event;
      use.is_test = !use.is_write && call.decides != facts::kNone;
      use.decides = call.decides;
      uses.push_back(use);
    }
  }
}

// Whether one branch of what the test decides leads to the act, and the other does not.
bool TwoSections::depends(const facts::FunctionFacts& function, const Use& test, EventId act) const {
  const std::vector<BlockId>& next = function.blocks[test.decides].successors;
  BlockId to = block_of(function, act);
  return next.size() == 2 && to != facts::kNone &&
         reached(function, next[0], test.decides)[to] != reached(function, next[1], test.decides)[to];
}

// `while (left > 0) { ...; --left; }`: the loop asks again before it goes on, and a step counts from whatever there is.
bool TwoSections::is_counted_loop(const facts::FunctionFacts& function, const Use& test, EventId act) const {
  const Event& event = function.events[act];
  const std::vector<BlockId>& next = function.blocks[test.decides].successors;
  if (event.kind != EventKind::kAccess || event.access != facts::AccessKind::kReadWrite || !event.text.empty()) {
    return false;
  }
  auto comes_back = [&](BlockId from) {
    return from != facts::kNone && (from == test.decides || reached(function, from, facts::kNone)[test.decides]);
  };
  const BlockId to = block_of(function, act);
  const bool is_in_first = reached(function, next[0], test.decides)[to];
  return comes_back(next[is_in_first ? 0 : 1]) && !comes_back(next[is_in_first ? 1 : 0]);
}

// `written = count.get(); while (written - read > kMost) read = wait_for_change(read); ... ++count;`: who asks again
// for what he waits for, and not for this, knows that nobody else changes it.
bool TwoSections::is_own_value_in_wait(const facts::FunctionFacts& function, const Use& test, EventId act) const {
  const std::vector<BlockId>& next = function.blocks[test.decides].successors;
  const BlockId to = block_of(function, act);
  const BlockId waiting = reached(function, next[0], test.decides)[to] ? next[1] : next[0];
  if (waiting == facts::kNone || !reached(function, waiting, facts::kNone)[test.decides]) {
    return false;
  }
  const BlockId asked = block_of(function, test.event);
  return asked != test.decides && !reached(function, waiting, test.decides)[asked];
}

// The innermost member, else the object.
std::string TwoSections::subject_of(const facts::AccessPath& state) const {
  for (auto element = state.elements.rbegin(); element != state.elements.rend(); ++element) {
    if (element->kind == facts::ElementKind::kField) {
      return without_template_arguments(element->name);
    }
  }
  auto object = index_.state_by_symbol.find(state.name);
  return object == index_.state_by_symbol.end() ? without_template_arguments(state.name)
                                                : index_.states[object->second].id;
}

void TwoSections::match(FunctionId id) {
  const Function& function = index_.functions[id];
  const std::vector<Use> all = find_uses(id, 0);
  std::set<PathId> known;
  auto is_same = [](const Use& a, const Use& b) { return a.state == b.state && a.lock == b.lock; };
  for (const Use& test : all) {
    // What the first section changes itself, it has done with; and with what it compared that to:
    // `if (next < count) { mine = next++; ...`.
    auto is_changed_there = [&](const Use& tested) {
      return std::any_of(all.begin(), all.end(), [&](const Use& other) {
        return other.is_write && other.section == tested.section && is_same(other, tested);
      });
    };
    bool has_acted = std::any_of(all.begin(), all.end(), [&](const Use& other) {
      return other.is_test && other.decides == test.decides && other.section == test.section && is_changed_there(other);
    });
    if (!test.is_test || test.is_write || has_acted || known.contains(test.state)) {
      continue;
    }
    for (const Use& act : all) {
      if (!act.is_write || act.is_retested || act.section == test.section || act.event <= test.event ||
          !is_same(act, test) || !depends(*function.facts, test, act.event) ||
          is_counted_loop(*function.facts, test, act.event) || is_own_value_in_wait(*function.facts, test, act.event)) {
        continue;
      }
      CheckThenAct found;
      found.function = id;
      found.test = test.event;
      found.act = act.event;
      found.lock = resolve_lock(index_, act.lock).lock;
      const facts::AccessPath& state = index_.paths[act.state];
      found.subject = subject_of(state);
      found.test_site = index_.site(function, function.facts->events[test.event].where);
      found.act_site = index_.site(function, function.facts->events[act.event].where);
      found.counts = contexts_.may_be_parallel(id, act.event) && !contexts_.is_alone(id, act.event);
      if (found.lock != kNoId && known.insert(test.state).second) {
        all_.push_back(std::move(found));
      }
      break;
    }
  }
}

} // namespace paraudit::link
