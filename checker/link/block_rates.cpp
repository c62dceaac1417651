#include "checker/link/block_rates.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace paraudit::link {
namespace {

using facts::Block;
using facts::BlockId;
using facts::kNone;

constexpr double kRounds = 8;
constexpr double kMaxDepth = 5; // of loops that count

class Flow {
 public:
  explicit Flow(const std::vector<Block>& blocks) : blocks_(blocks), before_(blocks.size()), loops_(blocks.size()) {
    search();
    for (BlockId block = 0; block < blocks.size(); ++block) {
      for (BlockId next : blocks[block].successors) {
        if (next != kNone) {
          before_[next].push_back(block);
        }
      }
    }
    for (const auto& [from, header] : back_edges_) {
      add_loop(from, header);
    }
  }

  std::vector<BlockRate> run() {
    std::vector<double> chance(blocks_.size());
    chance[0] = 1;
    for (BlockId block : order_) {
      chance[block] = std::min(chance[block], 1.0); // exits of one loop may meet
      spread(block, chance);
    }
    std::vector<BlockRate> rates(blocks_.size());
    for (BlockId block : order_) {
      rates[block].rate = chance[block] * std::pow(kRounds, std::min<double>(depth(block), kMaxDepth));
      for (BlockId header : loops_[block]) {
        if (rates[block].header == kNone || loops_[header].size() > loops_[rates[block].header].size()) {
          rates[block].header = header;
        }
      }
    }
    return rates;
  }

 private:
  size_t depth(BlockId block) const { return loops_[block].size(); }

  // Reverse post-order, and the edges that lead back to a block on the way.
  void search() {
    enum class Mark : uint8_t { kNew, kOpen, kDone };
    std::vector<Mark> marks(blocks_.size(), Mark::kNew);
    std::vector<std::pair<BlockId, size_t>> stack{{0, 0}};
    marks[0] = Mark::kOpen;
    while (!stack.empty()) {
      BlockId block = stack.back().first;
      size_t next = stack.back().second++;
      if (next == blocks_[block].successors.size()) {
        marks[block] = Mark::kDone;
        order_.push_back(block);
        stack.pop_back();
        continue;
      }
      BlockId to = blocks_[block].successors[next];
      if (to != kNone && marks[to] == Mark::kOpen) {
        back_edges_.emplace_back(block, to);
      } else if (to != kNone && marks[to] == Mark::kNew) {
        marks[to] = Mark::kOpen;
        stack.emplace_back(to, 0);
      }
    }
    std::reverse(order_.begin(), order_.end());
  }

  // What reaches the edge without passing the header.
  void add_loop(BlockId from, BlockId header) {
    std::vector<BlockId> work{header, from};
    while (!work.empty()) {
      BlockId block = work.back();
      work.pop_back();
      std::vector<BlockId>& of = loops_[block];
      if (std::find(of.begin(), of.end(), header) != of.end()) {
        continue;
      }
      of.push_back(header);
      if (block != header) {
        work.insert(work.end(), before_[block].begin(), before_[block].end());
      }
    }
  }

  bool leaves_a_loop(BlockId from, BlockId to) const {
    const std::vector<BlockId>& after = loops_[to];
    return std::any_of(loops_[from].begin(), loops_[from].end(),
                       [&](BlockId header) { return std::find(after.begin(), after.end(), header) == after.end(); });
  }

  // Who goes on in a loop and who leaves it do not compete: it is left once in the end.
  void spread(BlockId block, std::vector<double>& chance) const {
    size_t staying = 0, leaving = 0;
    for (BlockId next : blocks_[block].successors) {
      if (next != kNone) {
        ++(leaves_a_loop(block, next) ? leaving : staying);
      }
    }
    for (BlockId next : blocks_[block].successors) {
      bool is_back = std::find(back_edges_.begin(), back_edges_.end(), std::pair(block, next)) != back_edges_.end();
      if (next != kNone && !is_back) {
        chance[next] += chance[block] / static_cast<double>(leaves_a_loop(block, next) ? leaving : staying);
      }
    }
  }

  const std::vector<Block>& blocks_;
  std::vector<BlockId> order_;
  std::vector<std::pair<BlockId, BlockId>> back_edges_;
  std::vector<std::vector<BlockId>> before_;
  std::vector<std::vector<BlockId>> loops_; // by block: headers of those that it is in
};

} // namespace

std::vector<BlockRate> block_rates(const facts::FunctionFacts& function) {
  return function.blocks.empty() ? std::vector<BlockRate>() : Flow(function.blocks).run();
}

BlockId block_of(const facts::FunctionFacts& function, facts::EventId event) {
  for (BlockId block = 0; block < function.blocks.size(); ++block) {
    if (event - function.blocks[block].first < function.blocks[block].count) {
      return block;
    }
  }
  return kNone;
}

} // namespace paraudit::link
