#include "checker/link/value_flows.h"

#include <algorithm>
#include <deque>
#include <set>

namespace paraudit::link {

using facts::Transit;
using facts::ValueFlow;
using facts::ValuePlace;
using facts::ValuePlaceKind;

namespace {

bool is_end(ValuePlaceKind kind) {
  return kind == ValuePlaceKind::kOutput || kind == ValuePlaceKind::kOrder || kind == ValuePlaceKind::kKey;
}

bool leaves_call(ValuePlaceKind kind) {
  return kind == ValuePlaceKind::kReturn || kind == ValuePlaceKind::kOut;
}

} // namespace

ValueFlows::Place ValueFlows::place(FunctionId function, const ValuePlace& place) {
  const bool is_formal = place.kind == ValuePlaceKind::kParameter || leaves_call(place.kind);
  std::string key = std::to_string(static_cast<int>(place.kind)) + ' ';
  if (place.kind == ValuePlaceKind::kDraw || (is_formal && place.name.empty())) {
    key += index_.functions[function].facts->symbol;
  }
  key += place.name + ' ' + std::to_string(place.index);
  auto [entry, is_new] = places_.try_emplace(key, static_cast<Place>(edges_.size()));
  if (is_new) {
    edges_.emplace_back();
  }
  return entry->second;
}

void ValueFlows::collect() {
  is_collected_ = true;
  for (FunctionId function = 0; function < index_.functions.size(); ++function) {
    for (const ValueFlow& flow : index_.functions[function].facts->flows) {
      Place from = place(function, flow.from);
      Place to = is_end(flow.to.kind) ? 0 : place(function, flow.to);
      edges_[from].push_back({to, function, &flow});
    }
  }
}

bool ValueFlows::comes_through(const std::vector<Transit>& through) {
  return std::all_of(through.begin(), through.end(), [&](const Transit& transit) { return comes_through(transit); });
}

// Whether what a function gets as a parameter comes out of it again.
bool ValueFlows::comes_through(const Transit& transit) {
  auto [known, is_new] = transits_.try_emplace(transit, false); // of a recursion: not by itself
  FunctionId callee = index_.function(transit.callee);
  if (!is_new || callee == kNoId) {
    return known->second;
  }
  const std::vector<ValueFlow>& flows = index_.functions[callee].facts->flows;
  bool found = std::any_of(flows.begin(), flows.end(), [&](const ValueFlow& flow) {
    bool enters =
        flow.from.kind == ValuePlaceKind::kParameter && flow.from.name.empty() && flow.from.index == transit.in;
    bool leaves = transit.out == facts::kNone
                      ? flow.to.kind == ValuePlaceKind::kReturn
                      : flow.to.kind == ValuePlaceKind::kOut && flow.to.index == transit.out && flow.to.name.empty();
    return enters && leaves && comes_through(flow.through);
  });
  return transits_[transit] = found;
}

std::vector<ValueEnd> ValueFlows::ends_of(FunctionId function, facts::EventId draw) {
  if (!is_collected_) {
    collect();
  }
  struct State {
    Place place = 0;
    bool is_inside = false; // of a call that it was given to
    auto operator<=>(const State&) const = default;
  };
  State start{place(function, {ValuePlaceKind::kDraw, draw, ""}), false};
  std::vector<ValueEnd> ends;
  std::set<State> seen{start};
  std::deque<State> work{start};
  while (!work.empty()) {
    State state = work.front();
    work.pop_front();
    for (const Edge& edge : edges_[state.place]) {
      const ValuePlace& to = edge.flow->to;
      if (!comes_through(edge.flow->through) || (state.is_inside && leaves_call(to.kind))) {
        continue;
      }
      if (is_end(to.kind)) {
        ends.push_back({to.kind, to.name, edge.function, edge.flow->where});
        continue;
      }
      State next{edge.to, to.kind == ValuePlaceKind::kParameter};
      if (seen.insert(next).second) {
        work.push_back(next);
      }
    }
  }
  return ends;
}

} // namespace paraudit::link
