// Strongly connected components, by Tarjan's algorithm without recursion.
//
// Source: R. Tarjan, "Depth-first search and linear graph algorithms", SIAM J. Comput. 1 (1972). Linear time.
#ifndef PARAUDIT_CHECKER_LINK_COMPONENTS_H
#define PARAUDIT_CHECKER_LINK_COMPONENTS_H

#include "checker/facts/facts.h"

#include <cstdint>
#include <vector>

namespace paraudit::link {

// Components of the graph in which node i has the successors edges[i]. A component comes after every component it
// can reach, so that callees precede callers. Nodes inside a component are sorted.
std::vector<std::vector<uint32_t>> strong_components(const std::vector<std::vector<uint32_t>>& edges);

// By event of a function: whether it may happen again in one call.
std::vector<bool> repeated_events(const facts::FunctionFacts& function);

} // namespace paraudit::link

#endif
