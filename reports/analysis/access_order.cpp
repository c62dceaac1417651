#include "reports/analysis/access_order.h"

#include <algorithm>
#include <functional>
#include <tuple>

namespace paraudit::reports {
namespace {

void join(std::vector<std::uint64_t>& clock, const std::vector<std::uint64_t>& other) {
  for (std::size_t i = 0; i < clock.size(); ++i)
    clock[i] = std::max(clock[i], other[i]);
}

// Calls the visitors of several lists in order of time; at one moment what gives comes before what takes.
class Merged {
 public:
  template <class List, class Visit> void add(const List& list, int rank, Visit visit) {
    for (const auto& each : list)
      events_.push_back({each.ticks, rank, events_.size(), [visit, &each] { visit(each); }});
  }
  void run() {
    std::sort(events_.begin(), events_.end(), [](const Event& a, const Event& b) {
      return std::tie(a.ticks, a.rank, a.number) < std::tie(b.ticks, b.rank, b.number);
    });
    for (const Event& event : events_)
      event.visit();
  }

 private:
  struct Event {
    std::uint64_t ticks;
    int rank;
    std::size_t number;
    std::function<void()> visit;
  };
  std::vector<Event> events_;
};

} // namespace

AccessOrder::AccessOrder(const ProcessTrace& trace) {
  for (const TraceAccess& access : trace.accesses)
    places_.try_emplace(access.thread, places_.size());
  if (places_.size() < 2)
    return; // nobody will ask
  std::vector<TraceHandover> gives, takes;
  for (const TraceHandover& each : trace.handovers)
    (each.gives ? gives : takes).push_back(each);
  Merged events;
  events.add(gives, 0, [this](const TraceHandover& each) { handover(each); });
  events.add(trace.syncs, 1, [this](const TraceSync& each) { sync(each); });
  events.add(trace.phases, 1, [this](const TracePhase& each) { phase(each); });
  events.add(takes, 2, [this](const TraceHandover& each) { handover(each); });
  events.run();
}

const AccessOrder::Clock* AccessOrder::learnt(std::uint32_t thread, std::uint64_t ticks) const {
  auto found = known_.find(thread);
  if (found == known_.end())
    return nullptr;
  auto next = std::upper_bound(found->second.begin(), found->second.end(), ticks,
                               [](std::uint64_t wanted, const Known& each) { return wanted < each.ticks; });
  return next == found->second.begin() ? nullptr : &std::prev(next)->clock;
}

AccessOrder::Clock AccessOrder::clock_of(std::uint32_t thread, std::uint64_t ticks) const {
  const Clock* others = learnt(thread, ticks);
  Clock clock = others ? *others : Clock(places_.size());
  if (auto place = places_.find(thread); place != places_.end())
    clock[place->second] = ticks;
  return clock;
}

void AccessOrder::learn(std::uint32_t thread, std::uint64_t ticks, const Clock& clock) {
  std::vector<Known>& known = known_[thread];
  if (known.empty()) {
    known.push_back({ticks, clock});
    return;
  }
  Clock both = known.back().clock;
  join(both, clock);
  if (both != known.back().clock)
    known.push_back({ticks, std::move(both)});
}

void AccessOrder::sync(const TraceSync& sync) {
  learn(sync.to_thread, sync.ticks, clock_of(sync.from_thread, sync.ticks));
}

void AccessOrder::handover(const TraceHandover& handover) {
  if (handover.gives) {
    Clock clock = clock_of(handover.thread, handover.ticks);
    auto [given, added] = given_.try_emplace(handover.object, clock);
    if (!added)
      join(given->second, clock);
  } else if (auto given = given_.find(handover.object); given != given_.end()) {
    learn(handover.thread, handover.ticks, given->second);
  }
}

// Others may have begun this phase already, but what they did before it is over.
void AccessOrder::phase(const TracePhase& phase) {
  auto& group = groups_[phase.group];
  for (const auto& [thread, entered] : group) {
    if (thread == phase.thread)
      continue;
    auto same = std::find_if(entered.begin(), entered.end(), [&](const Entered& e) { return e.phase >= phase.phase; });
    learn(phase.thread, phase.ticks, clock_of(thread, same == entered.end() ? phase.ticks : same->ticks));
  }
  group[phase.thread].push_back({phase.phase, phase.ticks});
}

bool AccessOrder::happened_before(const TraceAccess& one, const TraceAccess& other) const {
  const Clock* known = learnt(other.thread, other.ticks);
  return one.thread != other.thread && known && (*known)[places_.at(one.thread)] >= one.ticks;
}

} // namespace paraudit::reports
