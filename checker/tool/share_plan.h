// Which headers are parsed ahead, for which units: a tree of prefixes.
//
// The units' headers, those that most units include first, make a trie (as the transactions of an FP-tree; Han, Pei,
// Yin: Mining frequent patterns without candidate generation, SIGMOD 2000): units below one node include all headers on
// the way to it. A header comes after those that it includes: at least as many units include them.
//
// Thread-safety: pure. Cost: the number of all inclusions, times a logarithm.
#ifndef PARAUDIT_CHECKER_TOOL_SHARE_PLAN_H
#define PARAUDIT_CHECKER_TOOL_SHARE_PLAN_H

#include <cstddef>
#include <cstdint>
#include <vector>

namespace paraudit::tool {

using HeaderId = std::uint32_t; // those that a header includes have smaller ones

struct ShareUnit {
  std::size_t unit = 0;
  std::vector<HeaderId> headers;
};

// Parsed after the node above: `headers`, then each of `units`, and each child.
struct ShareNode {
  std::vector<HeaderId> headers;
  std::vector<std::size_t> units;
  std::vector<ShareNode> children;
};

// The roots of the plan. Units that share too little with any other are in none. `bytes`: by header; a node must save
// at least `least` of them.
std::vector<ShareNode> plan_sharing(const std::vector<ShareUnit>& units, const std::vector<std::uint64_t>& bytes,
                                    std::uint64_t least);

} // namespace paraudit::tool

#endif
