// Cycles of a small directed graph: Tarjan's strongly connected components, then for every edge inside one the shortest
// cycle through it (breadth first), each cycle once, starting with its smallest node.
//
// Source: R. Tarjan, "Depth-first search and linear graph algorithms" (1972), written without recursion. Thread-safety:
// pure. Cost: O(V + E) for the components, O(E * (V + E)) inside them. Limit: the first `limit` cycles, shortest first.
#ifndef PARAUDIT_REPORTS_ANALYSIS_CYCLE_SEARCH_H
#define PARAUDIT_REPORTS_ANALYSIS_CYCLE_SEARCH_H

#include <cstddef>
#include <map>
#include <vector>

namespace paraudit::reports {

using Adjacency = std::map<std::size_t, std::vector<std::size_t>>; // successors, ascending
using Cycle = std::vector<std::size_t>;

// Components of more than one node, or of one node with an edge to itself; nodes ascending.
std::vector<std::vector<std::size_t>> cyclic_components(const Adjacency& graph);

std::vector<Cycle> smallest_cycles(const Adjacency& graph, std::size_t limit);

} // namespace paraudit::reports

#endif
