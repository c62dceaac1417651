#include "reports/analysis/goodlock.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "reports/analysis/thread_order.h"

namespace paraudit::reports {
namespace {

constexpr std::uint64_t kMaxSteps = 100000, kMaxSearchSteps = 1000000;

bool shared(const HeldLock& held) {
  return held.mode & PARAUDIT_SHARED;
}
bool waits(const EdgeWitness& witness) {
  return !(witness.after.mode & PARAUDIT_TRY);
}

// The waiter of one edge waits for what the next edge's thread holds.
bool excludes(const EdgeWitness& waiter, const EdgeWitness& holder) {
  return waits(waiter) && !(shared(waiter.after) && shared(holder.before()));
}

// A reader that reads again, where a writer that waits stops it.
bool stops_itself(const EdgeWitness& witness) {
  return !witness.after.readers_pass && witness.before().instance == witness.after.instance &&
         shared(witness.before()) && shared(witness.after) && waits(witness);
}

using Witnesses = std::vector<const EdgeWitness*>;

std::vector<EdgeWitness> copies(const Witnesses& witnesses) {
  std::vector<EdgeWitness> result;
  for (const EdgeWitness* witness : witnesses)
    result.push_back(*witness);
  return result;
}

// What makes two witnesses, each of one edge, part of one deadlock; and the reason that spoke against it last. Of the
// reasons the nearest miss is kept: the one that comes last in Feasibility.
class Filters {
 public:
  explicit Filters(const std::vector<RunJoin>& runs) {
    for (const RunJoin& run : runs)
      orders_.emplace_back(*run.trace);
  }
  Feasibility reason() const { return reason_; }

  // `chosen` are the witnesses of the edges before; `last` closes the cycle.
  bool fits(const Witnesses& chosen, const EdgeWitness& next, bool last) {
    for (const EdgeWitness* other : chosen)
      if (!compatible(*other, next))
        return false;
    if (!chosen.empty() && !excludes(*chosen.back(), next))
      return reject(Feasibility::kReaders);
    return !last || excludes(next, chosen.empty() ? next : *chosen.front()) || reject(Feasibility::kReaders);
  }

 private:
  bool compatible(const EdgeWitness& a, const EdgeWitness& b) {
    if (a.run != b.run || a.thread == b.thread)
      return reject(Feasibility::kOneThread);
    if (a.held->conflicts(*b.held))
      return reject(Feasibility::kGateLock);
    ThreadOrder& order = orders_[a.run];
    if (a.phase.apart_from(b.phase) || order.ended_before(a.thread, b.thread, b.ticks) ||
        order.ended_before(b.thread, a.thread, a.ticks))
      return reject(Feasibility::kThreadOrder);
    return true;
  }
  bool reject(Feasibility reason) {
    reason_ = std::max(reason_, reason);
    return false;
  }

  std::vector<ThreadOrder> orders_; // by run
  Feasibility reason_ = Feasibility::kOneThread;
};

// Those that differ for the filters; of equal ones the first.
Witnesses different(const Witnesses& all) {
  std::set<std::tuple<std::size_t, std::uint32_t, std::uint64_t, bool, bool, std::uint64_t>> seen;
  Witnesses result;
  for (const EdgeWitness* witness : all)
    if (seen.insert({witness->run, witness->thread, witness->held->hash, shared(witness->before()),
                     shared(witness->after), witness->phase.number})
            .second)
      result.push_back(witness);
  return result;
}

// Edges between nodes that are locks, or instances of locks, with the witnesses that wait.
struct WitnessGraph {
  std::map<std::pair<std::size_t, std::size_t>, Witnesses> edges;
  std::vector<std::vector<std::size_t>> components; // that hold cycles

  void add(std::size_t before, std::size_t after, const EdgeWitness& witness) {
    if (before != after && waits(witness))
      edges[{before, after}].push_back(&witness);
  }
  Adjacency adjacency() const {
    Adjacency graph;
    for (const auto& [pair, witnesses] : edges)
      graph[pair.first].push_back(pair.second);
    return graph;
  }
  // Keeps what may be on a cycle, and of each edge the witnesses that differ.
  void reduce() {
    components = cyclic_components(adjacency());
    std::map<std::size_t, std::size_t> component_of;
    for (std::size_t i = 0; i < components.size(); ++i)
      for (std::size_t node : components[i])
        component_of[node] = i + 1;
    std::erase_if(edges, [&](const auto& edge) {
      std::size_t before = component_of[edge.first.first];
      return before == 0 || before != component_of[edge.first.second];
    });
    for (auto& [pair, witnesses] : edges)
      witnesses = different(witnesses);
  }
};

WitnessGraph between_locks(const OrderGraph& graph) {
  WitnessGraph result;
  for (const auto& [pair, edge] : graph.edges)
    for (const EdgeWitness& witness : edge.witnesses)
      result.add(pair.first, pair.second, witness);
  result.reduce();
  return result;
}

WitnessGraph between_instances(const GraphEdge& edge) {
  WitnessGraph result;
  for (const EdgeWitness& witness : edge.witnesses)
    result.add(witness.before().instance, witness.after.instance, witness);
  result.reduce();
  return result;
}

// All instances of all locks; nodes are places in `locks`.
struct InstanceGraph {
  explicit InstanceGraph(const OrderGraph& order) {
    for (const auto& [pair, edge] : order.edges)
      for (const EdgeWitness& witness : edge.witnesses) {
        std::size_t before = node(witness.before()), after = node(witness.after);
        graph.add(before, after, witness);
      }
    graph.reduce();
  }

  // The locks of a cycle of instances; one where all are of it.
  Cycle locks_of(const Cycle& instances) const {
    Cycle result;
    for (std::size_t instance : instances)
      result.push_back(locks[instance]);
    if (std::set<std::size_t>(result.begin(), result.end()).size() == 1)
      result.resize(1);
    return result;
  }

  WitnessGraph graph;
  std::vector<std::size_t> locks;

 private:
  std::size_t node(const HeldLock& held) {
    auto [it, added] = nodes_.try_emplace({held.lock, held.instance}, locks.size());
    if (added)
      locks.push_back(held.lock);
    return it->second;
  }
  std::map<std::pair<std::size_t, std::uint32_t>, std::size_t> nodes_;
};

// Depth first, by growing length, from the smallest node of each cycle; accepts what has an edge that no cycle before
// had.
class Search {
 public:
  Search(const WitnessGraph& graph, Filters& filters)
      : graph_(graph), filters_(filters), adjacency_(graph.adjacency()) {}

  std::vector<FeasibleCycle> run() {
    for (const auto& component : graph_.components) {
      inside_ = std::set<std::size_t>(component.begin(), component.end());
      std::size_t longest = std::min(component.size(), threads_inside());
      for (length_ = 2; length_ <= longest && !out_of_steps(); ++length_)
        for (std::size_t start : component) {
          start_ = start;
          path_ = {start};
          chosen_.clear();
          extend();
        }
    }
    return std::move(found_);
  }
  bool out_of_steps() const { return steps_ > kMaxSearchSteps; }

 private:
  std::size_t threads_inside() const {
    std::set<std::pair<std::size_t, std::uint32_t>> threads;
    for (const auto& [pair, witnesses] : graph_.edges)
      if (inside_.count(pair.first) && inside_.count(pair.second))
        for (const EdgeWitness* witness : witnesses)
          threads.insert({witness->run, witness->thread});
    return threads.size();
  }

  void extend() {
    bool last = path_.size() == length_;
    for (std::size_t next : adjacency_.at(path_.back())) {
      bool allowed = last ? next == start_ : next > start_ && inside_.count(next) && !on_path(next);
      if (allowed)
        try_edge(next, last);
    }
  }

  void try_edge(std::size_t next, bool last) {
    for (const EdgeWitness* witness : graph_.edges.at({path_.back(), next})) {
      if (++steps_ > kMaxSearchSteps)
        return;
      if (!filters_.fits(chosen_, *witness, last))
        continue;
      chosen_.push_back(witness);
      if (last) {
        accept();
      } else {
        path_.push_back(next);
        extend();
        path_.pop_back();
      }
      chosen_.pop_back();
    }
  }

  void accept() {
    bool news = false;
    for (std::size_t i = 0; i < path_.size(); ++i)
      news |= covered_.insert({path_[i], path_[(i + 1) % path_.size()]}).second;
    if (news)
      found_.push_back({path_, copies(chosen_)});
  }

  bool on_path(std::size_t node) const { return std::find(path_.begin(), path_.end(), node) != path_.end(); }

  const WitnessGraph& graph_;
  Filters& filters_;
  std::uint64_t steps_ = 0;
  Adjacency adjacency_;
  std::set<std::size_t> inside_;
  std::size_t length_ = 0, start_ = 0;
  std::vector<std::size_t> path_;
  Witnesses chosen_;
  std::set<std::pair<std::size_t, std::size_t>> covered_;
  std::vector<FeasibleCycle> found_;
};

// A lock class against itself: a reader that reads again, or several instances in a circle.
CycleCheck check_one_lock(const GraphEdge& edge, Filters& filters) {
  for (const EdgeWitness& witness : edge.witnesses)
    if (stops_itself(witness))
      return {Feasibility::kFeasible, {witness}};
  WitnessGraph graph = between_instances(edge);
  std::vector<FeasibleCycle> found = Search(graph, filters).run();
  if (found.empty())
    return {filters.reason(), {}};
  return {Feasibility::kFeasible, found.front().witnesses};
}

class Assignment {
 public:
  Assignment(const std::vector<const GraphEdge*>& edges, Filters& filters) : edges_(edges), filters_(filters) {}

  bool assign(std::size_t edge) {
    if (edge == edges_.size())
      return true;
    for (const EdgeWitness& witness : edges_[edge]->witnesses) {
      if (++steps_ > kMaxSteps)
        return true;
      if (!filters_.fits(chosen_, witness, edge + 1 == edges_.size()))
        continue;
      chosen_.push_back(&witness);
      if (assign(edge + 1))
        return true;
      chosen_.pop_back();
    }
    return false;
  }
  std::vector<EdgeWitness> take() const { return copies(chosen_); }

 private:
  const std::vector<const GraphEdge*>& edges_;
  Filters& filters_;
  Witnesses chosen_;
  std::uint64_t steps_ = 0;
};

} // namespace

CycleCheck check_cycle(const std::vector<const GraphEdge*>& edges, const std::vector<RunJoin>& runs) {
  Filters filters(runs);
  if (edges.size() == 1)
    return check_one_lock(*edges[0], filters);
  Assignment assignment(edges, filters);
  if (!assignment.assign(0))
    return {filters.reason(), {}};
  return {Feasibility::kFeasible, assignment.take()};
}

namespace {

// The cycles found so far, and the pairs of locks on them.
class Collection {
 public:
  void add(Cycle locks, std::vector<EdgeWitness> witnesses) {
    bool news = false;
    for (std::size_t i = 0; i < locks.size(); ++i)
      news |= shown_.insert({locks[i], locks[(i + 1) % locks.size()]}).second;
    if (news)
      cycles_.push_back({std::move(locks), std::move(witnesses)});
  }
  std::vector<FeasibleCycle> take() {
    std::sort(cycles_.begin(), cycles_.end(), [](const FeasibleCycle& a, const FeasibleCycle& b) {
      return std::tuple(a.locks.size(), a.locks) < std::tuple(b.locks.size(), b.locks);
    });
    return std::move(cycles_);
  }

 private:
  std::vector<FeasibleCycle> cycles_;
  std::set<std::pair<std::size_t, std::size_t>> shown_;
};

} // namespace

FeasibleCycles feasible_cycles(const OrderGraph& graph, const std::vector<RunJoin>& runs, std::size_t limit) {
  Filters filters(runs);
  Collection collection;
  for (const auto& [pair, edge] : graph.edges)
    for (const EdgeWitness& witness : edge.witnesses)
      if (pair.first == pair.second && stops_itself(witness))
        collection.add({pair.first}, {witness});
  WitnessGraph locks = between_locks(graph);
  Search by_lock(locks, filters);
  for (FeasibleCycle& cycle : by_lock.run())
    collection.add(std::move(cycle.locks), std::move(cycle.witnesses));
  InstanceGraph instances(graph);
  Search by_instance(instances.graph, filters);
  for (FeasibleCycle& cycle : by_instance.run())
    collection.add(instances.locks_of(cycle.locks), std::move(cycle.witnesses));
  FeasibleCycles result{collection.take(), true};
  result.complete = !by_lock.out_of_steps() && !by_instance.out_of_steps() && result.cycles.size() <= limit;
  result.cycles.resize(std::min(result.cycles.size(), limit));
  return result;
}

} // namespace paraudit::reports
