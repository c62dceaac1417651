#include "checker/link/components.h"

#include <algorithm>

namespace paraudit::link {
namespace {

constexpr uint32_t kUnvisited = 0xffffffffU;

class Tarjan {
 public:
  explicit Tarjan(const std::vector<std::vector<uint32_t>>& edges)
      : edges_(edges), number_(edges.size(), kUnvisited), low_(edges.size(), 0), on_stack_(edges.size(), false) {}

  std::vector<std::vector<uint32_t>> run() {
    for (uint32_t node = 0; node < edges_.size(); ++node) {
      if (number_[node] == kUnvisited) {
        visit(node);
      }
    }
    return std::move(components_);
  }

 private:
  struct Frame {
    uint32_t node;
    size_t next_edge;
  };

  void visit(uint32_t root) {
    std::vector<Frame> frames;
    enter(root, frames);
    while (!frames.empty()) {
      Frame& frame = frames.back();
      uint32_t node = frame.node;
      if (frame.next_edge == edges_[node].size()) {
        frames.pop_back();
        leave(node);
        if (!frames.empty()) {
          low_[frames.back().node] = std::min(low_[frames.back().node], low_[node]);
        }
        continue;
      }
      uint32_t successor = edges_[node][frame.next_edge++];
      if (number_[successor] == kUnvisited) {
        enter(successor, frames);
      } else if (on_stack_[successor]) {
        low_[node] = std::min(low_[node], number_[successor]);
      }
    }
  }

  void enter(uint32_t node, std::vector<Frame>& frames) {
    number_[node] = low_[node] = next_number_++;
    stack_.push_back(node);
    on_stack_[node] = true;
    frames.push_back({node, 0});
  }

  void leave(uint32_t node) {
    if (low_[node] != number_[node]) {
      return;
    }
    std::vector<uint32_t>& component = components_.emplace_back();
    uint32_t member = kUnvisited;
    while (member != node) {
      member = stack_.back();
      stack_.pop_back();
      on_stack_[member] = false;
      component.push_back(member);
    }
    std::sort(component.begin(), component.end());
  }

  const std::vector<std::vector<uint32_t>>& edges_;
  std::vector<uint32_t> number_;
  std::vector<uint32_t> low_;
  std::vector<bool> on_stack_;
  std::vector<uint32_t> stack_;
  std::vector<std::vector<uint32_t>> components_;
  uint32_t next_number_ = 0;
};

} // namespace

std::vector<std::vector<uint32_t>> strong_components(const std::vector<std::vector<uint32_t>>& edges) {
  return Tarjan(edges).run();
}

std::vector<bool> repeated_events(const facts::FunctionFacts& function) {
  std::vector<std::vector<uint32_t>> successors;
  for (const facts::Block& block : function.blocks) {
    std::vector<uint32_t>& next = successors.emplace_back();
    std::copy_if(block.successors.begin(), block.successors.end(), std::back_inserter(next),
                 [](facts::BlockId successor) { return successor != facts::kNone; });
  }
  std::vector<bool> repeated(function.events.size());
  for (const std::vector<uint32_t>& component : strong_components(successors)) {
    const std::vector<uint32_t>& next = successors[component.front()];
    bool comes_round = component.size() > 1 || std::find(next.begin(), next.end(), component.front()) != next.end();
    for (uint32_t at : component) {
      std::fill_n(repeated.begin() + function.blocks[at].first, function.blocks[at].count, comes_round);
    }
  }
  return repeated;
}

} // namespace paraudit::link
