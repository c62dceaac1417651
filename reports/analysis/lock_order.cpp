#include "reports/analysis/lock_order.h"

#include <algorithm>
#include <set>

#include "reports/analysis/cycle_search.h"
#include "reports/analysis/goodlock.h"

namespace paraudit::reports {
namespace {

constexpr std::size_t kMaxCycles = 200;

using LockSet = std::set<std::string>;

// Which nested pairs somebody should state an order for.
class Declarable {
 public:
  explicit Declarable(const Findings& findings) {
    for (const StaticLock& lock : findings.locks) {
      if (is_ordered(lock.kind))
        locks_.insert(lock.id);
      add_tries(lock);
    }
    for (const Place& place : blocking_)
      tries_.erase(place);
  }

  bool holds(const std::string& before, const std::string& after, const GraphEdge& edge) const {
    bool only_tried =
        !edge.static_sites.empty() && std::all_of(edge.static_sites.begin(), edge.static_sites.end(),
                                                  [&](const Place& site) { return tries_.contains(site); });
    return locks_.contains(before) && locks_.contains(after) && !only_tried;
  }

 private:
  // Initialisation guards and wait objects take part in cycles, but nobody declares their order.
  static bool is_ordered(const std::string& kind) {
    return kind != "once" && kind != "static-guard" && kind != "condvar" && kind != "wait-object";
  }

  void add_tries(const StaticLock& lock) {
    for (const StaticAcquisition& acquisition : lock.acquisitions) {
      auto column = acquisition.columns.find("source_location");
      Place place{acquisition.file, acquisition.line, column == acquisition.columns.end() ? 0 : column->second};
      place.column = acquisition.column ? acquisition.column : place.column;
      (acquisition.is_try ? tries_ : blocking_).insert(place);
    }
  }

  LockSet locks_;
  std::set<Place> tries_, blocking_;
};

class Analysis {
 public:
  Analysis(const OrderGraph& graph, const Findings& findings, const LockTable& table, const std::vector<RunJoin>& runs)
      : graph_(graph), findings_(findings), table_(table), runs_(runs), declarable_(findings) {
    for (const StaticCycle& cycle : findings.cycles)
      checker_cycles_.insert(LockSet(cycle.locks.begin(), cycle.locks.end()));
  }

  LockOrder run() {
    for (const auto& [pair, edge] : graph_.edges)
      add_edge(pair.first, pair.second, edge);
    std::sort(order_.edges.begin(), order_.edges.end(), [](const OrderEdge& a, const OrderEdge& b) {
      return std::tie(a.before, a.after) < std::tie(b.before, b.after);
    });
    FeasibleCycles feasible = feasible_cycles(graph_, runs_, kMaxCycles);
    CycleList smallest = smallest_cycles(adjacency(), kMaxCycles);
    order_.all_cycles = feasible.complete && smallest.complete;
    for (const FeasibleCycle& cycle : feasible.cycles)
      add_feasible(cycle);
    for (const Cycle& cycle : smallest.cycles)
      add_cycle(cycle);
    add_checker_cycles();
    std::sort(order_.cycles.begin(), order_.cycles.end(), [](const OrderCycle& a, const OrderCycle& b) {
      return std::tuple(a.status, a.locks.size(), a.locks) < std::tuple(b.status, b.locks.size(), b.locks);
    });
    return std::move(order_);
  }

 private:
  const std::string& id(std::size_t lock) const { return table_.entries()[lock].id; }
  const std::string& name(std::size_t lock) const { return table_.entries()[lock].name; }

  void add_edge(std::size_t before, std::size_t after, const GraphEdge& edge) {
    OrderEdge out{id(before),
                  id(after),
                  edge.is_static,
                  !edge.witnesses.empty(),
                  edge.declared,
                  declarable_.holds(id(before), id(after), edge),
                  edge.witnesses.size(),
                  {}};
    std::set<SourcePlace> sites;
    for (const EdgeWitness& witness : edge.witnesses)
      sites.insert(runs_[witness.run].place(witness.after.site));
    if (sites.empty())
      for (const Place& place : edge.static_sites)
        sites.insert({place.file, place.line, ""});
    out.sites.assign(sites.begin(), sites.end());
    order_.static_pairs += out.is_static;
    order_.exercised += out.is_static && out.dynamic;
    order_.unpredicted += !out.is_static && out.dynamic && !findings_.path.empty();
    order_.edges.push_back(std::move(out));
  }

  Adjacency adjacency() const {
    Adjacency graph;
    for (const auto& [pair, edge] : graph_.edges)
      if (edge.can_block())
        graph[pair.first].push_back(pair.second);
    return graph;
  }

  std::vector<const GraphEdge*> edges_of(const Cycle& cycle) const {
    std::vector<const GraphEdge*> edges;
    for (const auto& pair : pairs_of(cycle))
      edges.push_back(&graph_.edges.at(pair));
    return edges;
  }

  static std::vector<std::pair<std::size_t, std::size_t>> pairs_of(const Cycle& cycle) {
    std::vector<std::pair<std::size_t, std::size_t>> pairs;
    for (std::size_t i = 0; i < cycle.size(); ++i)
      pairs.push_back({cycle[i], cycle[(i + 1) % cycle.size()]});
    return pairs;
  }

  LockSet ids(const Cycle& cycle) const {
    LockSet names;
    for (std::size_t lock : cycle)
      names.insert(id(lock));
    return names;
  }

  void add_feasible(const FeasibleCycle& cycle) {
    checker_cycles_.erase(ids(cycle.locks));
    emitted_.insert(cycle.locks);
    for (const auto& pair : pairs_of(cycle.locks))
      shown_.insert(pair);
    emit(cycle.locks, edges_of(cycle.locks), cycle.witnesses, CycleStatus::kObserved);
  }

  // Every edge is on a cycle that is shown as observed already.
  bool all_shown(const Cycle& cycle) const {
    std::vector<std::pair<std::size_t, std::size_t>> pairs = pairs_of(cycle);
    return std::all_of(pairs.begin(), pairs.end(), [&](const auto& pair) { return shown_.count(pair) != 0; });
  }

  void add_cycle(const Cycle& cycle) {
    if (emitted_.count(cycle))
      return;
    std::vector<const GraphEdge*> edges = edges_of(cycle);
    LockSet names = ids(cycle);
    bool named = checker_cycles_.count(names);
    auto recorded = [](const GraphEdge* edge) { return !edge->witnesses.empty(); };
    bool all = std::all_of(edges.begin(), edges.end(), recorded),
         any = std::any_of(edges.begin(), edges.end(), recorded);
    bool all_static = std::all_of(edges.begin(), edges.end(), [](const GraphEdge* edge) { return edge->is_static; });
    CycleCheck check;
    if (all)
      check = check_cycle(edges, runs_);
    bool feasible = all && check.result == Feasibility::kFeasible;
    if (all && !feasible && !named)
      return count_filtered(check.result);
    if (feasible && !named && all_shown(cycle))
      return;
    if (!all && all_static && !named)
      return; // the checker looked at these edges and found no deadlock
    checker_cycles_.erase(names);
    CycleStatus status = feasible ? CycleStatus::kObserved : any ? CycleStatus::kPossible : CycleStatus::kStaticOnly;
    emit(cycle, edges, check.witnesses, status);
  }

  void count_filtered(Feasibility reason) {
    order_.one_thread += reason == Feasibility::kOneThread;
    order_.gate_lock += reason == Feasibility::kGateLock;
    order_.thread_order += reason == Feasibility::kThreadOrder;
    order_.readers += reason == Feasibility::kReaders;
  }

  void emit(const Cycle& cycle, const std::vector<const GraphEdge*>& edges, const std::vector<EdgeWitness>& witnesses,
            CycleStatus status) {
    OrderCycle out;
    out.status = status;
    for (std::size_t lock : cycle)
      out.locks.push_back(id(lock));
    for (const EdgeWitness& witness : witnesses)
      out.threads.push_back(dynamic_thread(witness));
    for (std::size_t i = 0; witnesses.empty() && i < edges.size(); ++i)
      out.threads.push_back(edges[i]->witnesses.empty()
                                ? static_thread(cycle[i], cycle[(i + 1) % cycle.size()], *edges[i])
                                : dynamic_thread(edges[i]->witnesses.front()));
    order_.cycles.push_back(std::move(out));
  }

  TraceStep step(const EdgeWitness& witness, const HeldLock& held, const std::string& message) const {
    const SourcePlace& place = runs_[witness.run].place(held.site);
    TraceStep step;
    step.message = message;
    step.place = {place.file, place.line, 0};
    return step;
  }

  CycleThread dynamic_thread(const EdgeWitness& witness) const {
    CycleThread thread;
    const auto& info = runs_[witness.run].trace->thread_info;
    auto it = info.find(witness.thread);
    thread.name = "thread " + std::to_string(witness.thread);
    if (it != info.end() && !it->second.name.empty())
      thread.name += " (" + it->second.name + ")";
    thread.trace.push_back(step(witness, witness.before(), "acquired '" + name(witness.before().lock) + "'"));
    TraceStep last =
        step(witness, witness.after,
             "acquired '" + name(witness.after.lock) + "' while it held '" + name(witness.before().lock) + "'");
    last.held.push_back(name(witness.before().lock));
    for (std::size_t i = 0; i < witness.held->locks.size(); ++i)
      if (i != witness.place)
        last.held.push_back(name(witness.held->locks[i].lock));
    thread.trace.push_back(std::move(last));
    for (TraceStep& step : thread.trace)
      step.thread = thread.name;
    return thread;
  }

  CycleThread static_thread(std::size_t before, std::size_t after, const GraphEdge& edge) const {
    CycleThread thread;
    thread.name = "not recorded";
    TraceStep step;
    step.thread = thread.name;
    step.message = "may acquire '" + name(after) + "' while it holds '" + name(before) + "'";
    step.held = {name(before)};
    if (!edge.static_sites.empty())
      step.place = edge.static_sites.front();
    thread.trace.push_back(std::move(step));
    return thread;
  }

  // What the checker names and the smallest cycles did not show again.
  void add_checker_cycles() {
    for (const StaticCycle& known : findings_.cycles) {
      if (!checker_cycles_.erase(LockSet(known.locks.begin(), known.locks.end())))
        continue;
      OrderCycle out;
      out.locks = known.locks;
      bool any = false;
      for (std::size_t i = 0; i < known.locks.size(); ++i)
        any |= recorded(known.locks[i], known.locks[(i + 1) % known.locks.size()]);
      out.status = any ? CycleStatus::kPossible : CycleStatus::kStaticOnly;
      order_.cycles.push_back(std::move(out));
    }
  }

  bool recorded(const std::string& before, const std::string& after) const {
    return std::any_of(order_.edges.begin(), order_.edges.end(), [&](const OrderEdge& edge) {
      return edge.dynamic && edge.before == before && edge.after == after;
    });
  }

  const OrderGraph& graph_;
  const Findings& findings_;
  const LockTable& table_;
  const std::vector<RunJoin>& runs_;
  Declarable declarable_;
  std::set<LockSet> checker_cycles_;
  std::set<Cycle> emitted_;
  std::set<std::pair<std::size_t, std::size_t>> shown_; // edges of the cycles that were observed
  LockOrder order_;
};

} // namespace

LockOrder analyze_lock_order(const OrderGraph& graph, const Findings& findings, const LockTable& table,
                             const std::vector<RunJoin>& runs) {
  return Analysis(graph, findings, table, runs).run();
}

} // namespace paraudit::reports
