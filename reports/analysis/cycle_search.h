// Cycles of a small directed graph: Tarjan's strongly connected components, then for every edge inside one the shortest
// cycle through it (breadth first), each cycle once, starting with its smallest node.
//
// Source: R. Tarjan, "Depth-first search and linear graph algorithms" (1972), written without recursion. Thread-safety:
// pure. Cost: O(V log V + E log E) for the components, O(E * (V + E)) inside them. Limit: the first `limit` cycles,
// shortest first.
#ifndef PARAUDIT_REPORTS_ANALYSIS_CYCLE_SEARCH_H
#define PARAUDIT_REPORTS_ANALYSIS_CYCLE_SEARCH_H

#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

namespace paraudit::reports {

using Adjacency = std::map<std::size_t, std::vector<std::size_t>>; // successors, ascending
using Cycle = std::vector<std::size_t>;

// A graph of up to 2^32 - 1 nodes in few bytes: eight an edge, four a node, and twenty a node while components are
// sought. Nodes are numbered from 0.
class DenseGraph {
 public:
  explicit DenseGraph(std::size_t expected_edges) { edges_.reserve(expected_edges); }
  void add(std::uint32_t from, std::uint32_t to) { edges_.push_back(std::uint64_t{from} << 32 | to); }
  // To be called after the last edge: sorts, and drops what was added twice. Precondition: all ends are < node_count.
  void finish(std::uint32_t node_count);

  std::uint32_t node_count() const { return static_cast<std::uint32_t>(first_.size() - 1); }
  std::size_t edge_count() const { return edges_.size(); }
  std::uint32_t degree(std::uint32_t node) const { return first_[node + 1] - first_[node]; }
  std::uint32_t successor(std::uint32_t node, std::uint32_t number) const {
    return static_cast<std::uint32_t>(edges_[first_[node] + number]);
  }

 private:
  std::vector<std::uint64_t> edges_; // ascending: from, to
  std::vector<std::uint32_t> first_; // of each node, and one past the last's
};

// As below, of a finished graph.
std::vector<std::vector<std::uint32_t>> cyclic_components(const DenseGraph& graph);

// Components of more than one node, or of one node with an edge to itself; nodes ascending.
std::vector<std::vector<std::size_t>> cyclic_components(const Adjacency& graph);

struct CycleList {
  std::vector<Cycle> cycles; // by length, then nodes
  bool complete = true;      // false: there are more than `limit`, or they took too long to find
};
CycleList smallest_cycles(const Adjacency& graph, std::size_t limit);

} // namespace paraudit::reports

#endif
