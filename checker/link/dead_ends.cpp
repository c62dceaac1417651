#include "checker/link/dead_ends.h"

#include "checker/link/components.h"

#include <algorithm>
#include <set>

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
  // Successors come first. A loop ends as what comes behind it; one that nothing comes behind goes on.
  for (const std::vector<uint32_t>& component : strong_components(next)) {
    const std::set<uint32_t> members(component.begin(), component.end());
    bool is_loop = false, leaves = false, ends = !members.contains(function.exit);
    for (uint32_t block : component) {
      for (uint32_t successor : next[block]) {
        bool is_member = members.contains(successor);
        is_loop |= is_member;
        leaves |= !is_member;
        ends = ends && (is_member || dead[successor]);
      }
    }
    for (uint32_t block : component) {
      dead[block] = ends && (leaves || !is_loop);
    }
  }
  return dead;
}

std::vector<bool> last_words(const facts::FunctionFacts& function) {
  const std::vector<bool> dead = dead_ends(function);
  std::vector<bool> result(function.events.size());
  for (facts::BlockId block = 0; block < function.blocks.size(); ++block) {
    const facts::Block& one = function.blocks[block];
    std::fill_n(result.begin() + one.first, one.count, dead[block]);
  }
  return result;
}

std::vector<bool> reached(const facts::FunctionFacts& function, facts::BlockId from, facts::BlockId barrier) {
  std::vector<bool> seen(function.blocks.size());
  std::vector<facts::BlockId> work{from};
  while (!work.empty()) {
    facts::BlockId block = work.back();
    work.pop_back();
    if (block == facts::kNone || block == barrier || seen[block]) {
      continue;
    }
    seen[block] = true;
    work.insert(work.end(), function.blocks[block].successors.begin(), function.blocks[block].successors.end());
  }
  return seen;
}

} // namespace paraudit::link
