#include "checker/domain/solve_all.h"

#include "checker/domain/solve.h"

#include <memory>
#include <unordered_map>

namespace paraudit::domain {
namespace {

using facts::CalleeKind;
using facts::Event;
using facts::EventKind;
using facts::FunctionFacts;
using facts::TuFacts;

class Program {
 public:
  Program(const std::vector<TuFacts*>& units, const TargetsOf& targets_of) : units_(units), targets_of_(targets_of) {
    for (std::size_t unit = 0; unit < units.size(); ++unit) {
      interners_.push_back(std::make_unique<Interner>(units[unit]->paths, units[unit]->locksets));
      for (FunctionFacts& function : units[unit]->functions)
        add(function, unit, /*replace_declaration=*/true);
      for (FunctionFacts& function : units[unit]->declarations)
        add(function, unit, /*replace_declaration=*/false);
    }
  }

  void run() {
    for (std::size_t node = 0; node < nodes_.size(); ++node)
      visit(node);
  }

 private:
  enum class Mark : std::uint8_t { kNew, kOpen, kDone };
  struct Node {
    FunctionFacts* function;
    std::size_t unit;
    Mark mark = Mark::kNew;
  };

  // Each copy of an inline function is solved in its own unit; the first one answers for the symbol.
  void add(FunctionFacts& function, std::size_t unit, bool replace_declaration) {
    nodes_.push_back({&function, unit});
    const auto [it, added] = by_symbol_.try_emplace(function.symbol, nodes_.size() - 1);
    if (!added && replace_declaration && nodes_[it->second].function->blocks.empty())
      it->second = nodes_.size() - 1;
  }

  std::vector<std::size_t> callees(const Event& event) const {
    std::vector<std::size_t> found;
    const auto add = [&](const std::string& symbol) {
      if (const auto it = by_symbol_.find(symbol); it != by_symbol_.end())
        found.push_back(it->second);
    };
    if (event.callee_kind == CalleeKind::kDirect)
      add(event.callee);
    else if (targets_of_)
      for (const std::string& symbol : targets_of_(event))
        add(symbol);
    return found;
  }

  // Depth first without recursion of our own: call chains of real programs are long.
  void visit(std::size_t start) {
    std::vector<std::pair<std::size_t, std::size_t>> stack;
    const auto open = [&](std::size_t node) {
      if (nodes_[node].mark != Mark::kNew)
        return;
      nodes_[node].mark = Mark::kOpen;
      stack.emplace_back(node, 0);
    };
    open(start);
    while (!stack.empty()) {
      const std::size_t node = stack.back().first;
      const std::vector<Event>& events = nodes_[node].function->events;
      std::size_t& next = stack.back().second;
      const std::size_t height = stack.size();
      while (next < events.size() && stack.size() == height) {
        const Event& event = events[stack.back().second++];
        if (event.kind == EventKind::kCall)
          for (const std::size_t callee : callees(event))
            open(callee);
        if (stack.size() != height)
          break;
      }
      if (stack.size() == height && stack.back().second >= events.size()) {
        finish(nodes_[node]);
        stack.pop_back();
      }
    }
  }

  void finish(Node& node) {
    node.mark = Mark::kDone;
    if (node.function->blocks.empty())
      return;
    solve(*node.function, *interners_[node.unit], [&](const Event& call) {
      std::vector<CalleeDelta> deltas;
      for (const std::size_t callee : callees(call)) {
        const Node& target = nodes_[callee];
        deltas.push_back({&target.function->delta, &units_[target.unit]->paths});
      }
      return deltas;
    });
  }

  const std::vector<TuFacts*>& units_;
  const TargetsOf& targets_of_;
  std::vector<std::unique_ptr<Interner>> interners_;
  std::vector<Node> nodes_;
  std::unordered_map<std::string, std::size_t> by_symbol_;
};

} // namespace

void solve_all(const std::vector<TuFacts*>& units, const TargetsOf& targets_of) {
  Program(units, targets_of).run();
}

} // namespace paraudit::domain
