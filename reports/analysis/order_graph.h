// The lock-order graph: which lock was held (or may be held) while which other was acquired; edges from the recorded
// chains and from the findings, on one set of locks.
//
// Thread-safety: build on one thread, then const use is safe. Cost: linear in the chains and their depth, about 90
// bytes for each lock held in each chain.
#ifndef PARAUDIT_REPORTS_ANALYSIS_ORDER_GRAPH_H
#define PARAUDIT_REPORTS_ANALYSIS_ORDER_GRAPH_H

#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "reports/analysis/lock_table.h"

namespace paraudit::reports {

// One link of a recorded chain.
struct HeldLock {
  std::size_t lock = 0;
  std::uint32_t instance = 0, mode = 0, site = 0;
  bool readers_pass = false; // waiting writers
};

// What a thread held when it acquired one more lock: one for all edges that the chain shows.
struct HeldSet {
  explicit HeldSet(std::vector<HeldLock> held);

  // Of both some thread holds one lock, not both shared: their threads cannot have come this far at the same time.
  // Cost: linear.
  bool conflicts(const HeldSet& other) const;

  std::vector<HeldLock> locks; // outermost first
  std::uint64_t hash = 0;      // of the locks, instances and modes, in no order

 private:
  struct Object {
    std::size_t lock;
    std::uint32_t instance;
    bool exclusive;
    auto operator<=>(const Object&) const = default;
  };
  std::vector<Object> objects_; // ascending, each once
};

// What a thread worked for when it did something; group 0: not known.
struct ThreadPhase {
  std::uint32_t group = 0;
  std::uint64_t number = 0;

  // One was over before the other began.
  bool apart_from(const ThreadPhase& other) const {
    return group != 0 && group == other.group && number != other.number;
  }
};

// One thread, once: it acquired `after` while it held `before` and more.
struct EdgeWitness {
  std::size_t run = 0;
  std::uint32_t thread = 0;
  std::uint64_t ticks = 0;
  ThreadPhase phase;
  std::size_t place = 0; // of `before` among the held
  std::shared_ptr<const HeldSet> held;
  HeldLock after;
  const HeldLock& before() const { return held->locks[place]; }
};

struct GraphEdge {
  bool is_static = false, declared = false;
  std::vector<Place> static_sites;
  std::vector<EdgeWitness> witnesses; // in run, thread, time order
  // A try acquisition never waits, so it closes no cycle.
  bool can_block() const;
};

struct OrderGraph {
  std::map<std::pair<std::size_t, std::size_t>, GraphEdge> edges; // by (before, after), indices into LockTable

  void add_chains(std::size_t run_index, const RunJoin& run, const LockTable& table);
  void add_static(const Findings& findings, LockTable& table);
};

} // namespace paraudit::reports

#endif
