#include "checker/domain/state.h"

#include <algorithm>

namespace paraudit::domain {
namespace {

bool is_vacuous(const State& state, facts::PathId lock, const Interner& interner) {
  return std::any_of(state.vacuous.begin(), state.vacuous.end(),
                     [&](facts::PathId gone) { return has_prefix(interner.get(lock), interner.get(gone)); });
}

// The lock can be left out of account on this side of a join.
bool is_exempt(const State& state, const LockKey& key, const Interner& interner) {
  return state.failed.contains(key) || is_vacuous(state, key.first, interner);
}

// A lock that only `with` holds: on which boolean, known to differ between the two states, does that depend?
Held one_sided(Held held, const State& with, const State& without) {
  if (!held.must)
    return held;
  held.must = false;
  held.flag = facts::kNone;
  for (const auto& [flag, value] : with.flags) {
    const auto other = without.flags.find(flag);
    if (other != without.flags.end() && other->second != value) {
      held.flag = flag;
      held.flag_value = value;
      break;
    }
  }
  return held;
}

Held both_sides(const Held& a, const Held& b) {
  Held held = a;
  held.must = a.must && b.must;
  held.depth = std::min(a.depth, b.depth);
  held.since = std::min(a.since, b.since);
  if (held.must || a.flag != b.flag || a.flag_value != b.flag_value)
    held.flag = facts::kNone;
  if (held.flag == facts::kNone)
    held.flag_value = false;
  return held;
}

void join_held(const State& a, const State& b, const Interner& interner, State& out) {
  for (const auto& [key, held] : a.held) {
    const auto other = b.held.find(key);
    if (other != b.held.end())
      out.held[key] = both_sides(held, other->second);
    else
      out.held[key] = is_exempt(b, key, interner) ? held : one_sided(held, a, b);
  }
  for (const auto& [key, held] : b.held)
    if (!a.held.contains(key))
      out.held[key] = is_exempt(a, key, interner) ? held : one_sided(held, b, a);
}

void join_released(const State& a, const State& b, const Interner& interner, State& out) {
  for (const auto& [key, must] : a.released) {
    const auto other = b.released.find(key);
    out.released[key] = must && (other != b.released.end() ? other->second : is_vacuous(b, key.first, interner));
  }
  for (const auto& [key, must] : b.released)
    if (!a.released.contains(key))
      out.released[key] = must && is_vacuous(a, key.first, interner);
}

void join_guards(const State& a, const State& b, State& out) {
  out.guards = a.guards;
  for (const auto& [path, guard] : b.guards) {
    const auto [it, added] = out.guards.try_emplace(path, guard);
    if (added || it->second == guard)
      continue;
    Guard& joined = it->second;
    for (const LockKey& lock : guard.locks)
      if (std::find(joined.locks.begin(), joined.locks.end(), lock) == joined.locks.end())
        joined.locks.push_back(lock);
    std::sort(joined.locks.begin(), joined.locks.end());
    if (joined.owned != guard.owned)
      joined.owned = Owned::kMaybe;
  }
}

template <class Map> Map common_entries(const Map& a, const Map& b) {
  Map out;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::inserter(out, out.end()));
  return out;
}

} // namespace

Bindings::Map& Bindings::own() {
  if (!map_)
    map_ = std::make_shared<Map>();
  else if (map_.use_count() > 1)
    map_ = std::make_shared<Map>(*map_);
  return *map_;
}

void Bindings::set(facts::PathId path, facts::PathId object) {
  const auto known = find(path);
  if (known == end() || known->second != object)
    own()[path] = object;
}

bool Bindings::merge(const Bindings& other) {
  if (map_ == other.map_)
    return false;
  Map changes;
  auto known = begin();
  for (const auto& [path, object] : other) {
    while (known != end() && known->first < path)
      ++known;
    const bool is_known = known != end() && known->first == path;
    if (!is_known)
      changes.emplace_hint(changes.end(), path, object);
    else if (known->second != object && known->second != facts::kNone)
      changes.emplace_hint(changes.end(), path, facts::kNone);
  }
  for (const auto& [path, object] : changes)
    own()[path] = object;
  return !changes.empty();
}

bool join(State& into, const State& from, const Interner& interner) {
  if (!from.reachable)
    return false;
  if (!into.reachable) {
    into = from;
    return true;
  }
  State out;
  out.reachable = true;
  join_held(into, from, interner, out);
  join_released(into, from, interner, out);
  join_guards(into, from, out);
  out.released_guards = into.released_guards;
  out.released_guards.insert(from.released_guards.begin(), from.released_guards.end());
  out.moved_guards = common_entries(into.moved_guards, from.moved_guards);
  out.bindings = into.bindings;
  out.bindings.merge(from.bindings);
  out.flags = common_entries(into.flags, from.flags);
  out.vacuous = common_entries(into.vacuous, from.vacuous);
  out.failed = common_entries(into.failed, from.failed);
  if (out == into)
    return false;
  into = std::move(out);
  return true;
}

} // namespace paraudit::domain
