#include "checker/link/double_checked.h"

#include "checker/link/effects.h"

#include <algorithm>
#include <map>
#include <vector>

namespace paraudit::link {
namespace {

using facts::Event;
using facts::EventId;
using facts::EventKind;

bool reads_atomic(const Event& event) {
  return event.kind == EventKind::kAccess && event.is_atomic && !is_write(event.access) && event.held != facts::kNone;
}

// Locks that the function took itself, by the event that did.
std::set<EventId> taken(const std::vector<HeldLock>& held) {
  std::set<EventId> since;
  for (const HeldLock& lock : held) {
    if (lock.must && lock.since != facts::kNone) {
      since.insert(lock.since);
    }
  }
  return since;
}

} // namespace

DoubleChecked::DoubleChecked(const ProgramIndex& index, const Summaries& summaries)
    : index_(index), summaries_(summaries) {
  for (FunctionId function = 0; function < index.functions.size(); ++function) {
    const std::vector<Event>& events = index.functions[function].facts->events;
    if (index.functions[function].has_body && std::any_of(events.begin(), events.end(), reads_atomic)) {
      visit(function);
    }
  }
}

void DoubleChecked::visit(FunctionId id) {
  const Function& function = index_.functions[id];
  const std::vector<Event>& events = function.facts->events;
  std::map<PathId, std::set<EventId>> seen; // the atomics that were read, and the locks that the first reading held
  std::set<EventId> sections;               // acquisitions after which an atomic was tested again
  for (EventId event = 0; event < events.size(); ++event) {
    if (!reads_atomic(events[event])) {
      continue;
    }
    PathId path = index_.path(function, events[event].path);
    std::set<EventId> held = taken(summaries_.held_at(id, event));
    auto [first, is_first] = seen.try_emplace(path, held);
    for (EventId since : held) {
      bool is_tested = events[event].decides != facts::kNone;
      if (is_tested && !is_first && !first->second.contains(since)) {
        sections.insert(since);
      }
    }
  }
  for (EventId event = 0; !sections.empty() && event < events.size(); ++event) {
    if (events[event].held == facts::kNone) {
      continue;
    }
    std::set<EventId> held = taken(summaries_.held_at(id, event));
    if (std::any_of(held.begin(), held.end(), [&](EventId since) { return sections.contains(since); })) {
      covered_.insert({id, event});
    }
  }
}

} // namespace paraudit::link
