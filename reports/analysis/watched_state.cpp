#include "reports/analysis/watched_state.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "reports/analysis/access_order.h"
#include "reports/analysis/order_graph.h"

namespace paraudit::reports {
namespace {

constexpr std::size_t kMaxAccesses = 4096; // of one object, looked at in pairs
constexpr std::size_t kMaxParallel = 64;   // of one state, kept

struct Access {
  const TraceAccess* raw;
  HeldSet held;
  std::vector<std::string> names; // of the locks held, outermost first
};
using Accesses = std::vector<Access>;

Access access_of(const RunJoin& run, const LockTable& table, const TraceAccess& raw) {
  std::vector<HeldLock> held;
  std::vector<std::string> names;
  for (const paraudit_chain_link& link : raw.held) {
    held.push_back({0, link.instance, link.mode, link.site, false}); // one object, whatever its sites say of its name
    names.push_back(table.entries()[run.lock(link.class_id, link.site)].name);
  }
  return {&raw, HeldSet(std::move(held)), std::move(names)};
}

bool may_race(const TraceAccess& a, const TraceAccess& b) {
  return a.thread != b.thread && (a.write || b.write) && !(a.atomic && b.atomic);
}

WatchedAccess shown(const Access& access, const RunJoin& run) {
  return {run.place(access.raw->site), access.raw->write ? "write" : "read", access.raw->thread, access.names,
          access.raw->atomic};
}

// Whether no other thread had begun, or all that had were at their ends.
bool is_alone(const TraceAccess& access, const ProcessTrace& trace) {
  return std::none_of(trace.thread_info.begin(), trace.thread_info.end(), [&](const auto& other) {
    bool has_ended = other.second.end_ticks != 0 && other.second.end_ticks < access.ticks;
    return other.first != access.thread && other.second.start_ticks <= access.ticks && !has_ended;
  });
}

// What a ledger's guards and invariants are held against: each place and lockset once.
void add_parallel(const Access& access, const RunJoin& run, const LockTable& table, StateUse& use) {
  if (use.parallel.size() >= kMaxParallel || is_alone(*access.raw, *run.trace))
    return;
  WatchedAccess entry = shown(access, run);
  entry.held.clear();
  for (const paraudit_chain_link& link : access.raw->held)
    entry.held.push_back(table.entries()[run.lock(link.class_id, link.site)].id);
  bool is_there = std::any_of(use.parallel.begin(), use.parallel.end(), [&](const WatchedAccess& other) {
    return other.place == entry.place && other.access == entry.access && other.held == entry.held;
  });
  if (!is_there)
    use.parallel.push_back(std::move(entry));
}

// One object of one state in one run.
class ObjectCheck {
 public:
  ObjectCheck(const RunJoin& run, const AccessOrder& order) : run_(run), order_(order) {}

  void check(const Accesses& accesses, StateUse& use) const {
    std::set<std::uint32_t> threads;
    for (const Access& access : accesses)
      threads.insert(access.raw->thread);
    use.threads = std::max<std::uint64_t>(use.threads, threads.size());
    if (threads.size() < 2 || !use.race.empty())
      return;
    std::size_t count = std::min(accesses.size(), kMaxAccesses);
    for (std::size_t i = 0; i < count; ++i)
      for (std::size_t j = i + 1; j < count; ++j)
        if (races(accesses[i], accesses[j])) {
          use.race = {shown(accesses[i], run_), shown(accesses[j], run_)};
          return;
        }
  }

 private:
  bool races(const Access& a, const Access& b) const {
    const TraceAccess &x = *a.raw, &y = *b.raw;
    return may_race(x, y) && !a.held.conflicts(b.held) && !order_.happened_before(x, y) &&
           !order_.happened_before(y, x);
  }

  const RunJoin& run_;
  const AccessOrder& order_;
};

// Locks that were held at every one of a state's accesses, by name: several objects may have a lock each.
class CommonLocks {
 public:
  void add(const std::vector<std::string>& held) {
    std::set<std::string> names(held.begin(), held.end()), both;
    if (first_)
      both = names;
    else
      std::set_intersection(common_.begin(), common_.end(), names.begin(), names.end(),
                            std::inserter(both, both.end()));
    common_ = std::move(both);
    first_ = false;
  }
  std::vector<std::string> names() const { return {common_.begin(), common_.end()}; }

 private:
  bool first_ = true;
  std::set<std::string> common_;
};

} // namespace

WatchedStates::WatchedStates(const std::vector<RunJoin>& runs, const LockTable& table) {
  std::map<std::string, CommonLocks> locks;
  std::map<std::string, std::set<SourcePlace>> places;
  for (const RunJoin& run : runs) {
    for (const auto& [number, id] : run.trace->watched)
      verdicts_[id];
    std::map<std::pair<std::uint32_t, std::uint64_t>, Accesses> objects;
    for (const TraceAccess& raw : run.trace->accesses) {
      auto state = run.trace->watched.find(raw.state);
      if (state == run.trace->watched.end())
        continue; // its record was lost
      Access access = access_of(run, table, raw);
      Verdict& verdict = verdicts_[state->second];
      verdict.touched = true;
      ++verdict.use.accesses;
      places[state->second].insert(run.place(raw.site));
      locks[state->second].add(access.names);
      add_parallel(access, run, table, verdict.use);
      objects[{raw.state, raw.address}].push_back(std::move(access));
    }
    AccessOrder order(*run.trace);
    ObjectCheck check(run, order);
    for (const auto& [key, accesses] : objects)
      check.check(accesses, verdicts_[run.trace->watched.at(key.first)].use);
  }
  for (auto& [id, verdict] : verdicts_) {
    verdict.use.sites = places[id].size();
    verdict.use.guards = locks[id].names();
  }
}

StateEntry WatchedStates::entry_of(const SharedState& state) const {
  auto found = verdicts_.find(state.id);
  if (found == verdicts_.end())
    return {state, "not_watched", {}, {}};
  const Verdict& verdict = found->second;
  const char* dynamic = !verdict.touched ? "never_exercised" : verdict.use.race.empty() ? "consistent" : "confirmed";
  return {state, dynamic, verdict.use, {}};
}

} // namespace paraudit::reports
