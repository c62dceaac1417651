#include "checker/link/flow_order.h"

#include "checker/link/block_rates.h"

namespace paraudit::link {

using facts::BlockId;
using facts::EventId;
using facts::kNone;

std::vector<bool> reached_from(const facts::FunctionFacts& function, BlockId from, const std::vector<bool>& closed) {
  std::vector<bool> reached(function.blocks.size());
  std::vector<BlockId> work;
  auto reach = [&](BlockId block) {
    if (block != kNone && !closed[block] && !reached[block]) {
      reached[block] = true;
      work.push_back(block);
    }
  };
  reach(from);
  while (!work.empty()) {
    const BlockId block = work.back();
    work.pop_back();
    for (const BlockId next : function.blocks[block].successors) {
      reach(next);
    }
  }
  return reached;
}

// As long as each reaches the other they are in one loop: it is opened where one comes in from outside.
bool comes_before(const facts::FunctionFacts& function, EventId first, EventId second) {
  const BlockId a = block_of(function, first), b = block_of(function, second);
  if (a == kNone || b == kNone || a == b) {
    return first < second;
  }
  std::vector<bool> closed(function.blocks.size());
  std::vector<bool> outside_reaches = reached_from(function, 0, closed);
  while (true) {
    const std::vector<bool> from_a = reached_from(function, a, closed), from_b = reached_from(function, b, closed);
    if (!from_a[b] || !from_b[a]) {
      return from_a[b];
    }
    // Both reach what they are in a loop with; the way in is the block of it that has a way to it from outside.
    BlockId way_in = kNone;
    for (BlockId block = 0; block < function.blocks.size(); ++block) {
      if (from_a[block]) {
        continue;
      }
      for (const BlockId next : function.blocks[block].successors) {
        if (way_in == kNone && next != kNone && from_a[next] && outside_reaches[block] &&
            reached_from(function, next, closed)[a]) {
          way_in = next;
        }
      }
    }
    if (way_in == kNone || way_in == a || way_in == b) {
      return way_in == kNone ? first < second : way_in == a;
    }
    closed[way_in] = true;
  }
}

} // namespace paraudit::link
