#include "checker/link/dead_ends.h"

#include "checker/link/components.h"

#include <algorithm>

namespace paraudit::link {

std::vector<bool> dead_ends(const facts::FunctionFacts& function) {
  std::vector<std::vector<uint32_t>> next(function.blocks.size());
  for (size_t block = 0; block < next.size(); ++block) {
    for (facts::BlockId successor : function.blocks[block].successors) {
      if (successor != facts::kNone) {
        next[block].push_back(successor);
      }
    }
  }
  std::vector<bool> dead(next.size());
  // Successors come first; the members of a loop go on by themselves.
  for (const std::vector<uint32_t>& component : strong_components(next)) {
    uint32_t block = component.front();
    bool is_loop =
        component.size() > 1 || std::find(next[block].begin(), next[block].end(), block) != next[block].end();
    bool ends =
        std::all_of(next[block].begin(), next[block].end(), [&](uint32_t successor) { return dead[successor]; });
    dead[block] = !is_loop && ends && block != function.exit;
  }
  return dead;
}

} // namespace paraudit::link
