#include "checker/link/branches.h"

#include <algorithm>
#include <optional>

namespace paraudit::link {
namespace {

using facts::BlockId;
using facts::Event;
using facts::EventKind;
using facts::FunctionFacts;

// Which of the successors a block goes on to, where what is known of the parameters tells.
std::optional<size_t> side_taken(const facts::Block& block, const Constants& constants) {
  const facts::ParameterTest& test = block.parameter_test;
  auto known = constants.find(test.parameter);
  if (test.parameter == facts::kNone || known == constants.end()) {
    return std::nullopt;
  }
  size_t side = 0;
  if (!test.cases.empty()) {
    side = static_cast<size_t>(std::find(test.cases.begin(), test.cases.end(), known->second) - test.cases.begin());
  } else if (block.successors.size() == 2) {
    side = (known->second == test.value) != test.unequal ? 0 : 1;
  }
  const bool is_feasible = side < block.successors.size() && block.successors[side] != facts::kNone;
  return is_feasible ? std::optional<size_t>(side) : std::nullopt;
}

} // namespace

std::vector<bool> reachable(const FunctionFacts& function, const Constants& constants) {
  std::vector<bool> seen(function.blocks.size());
  std::vector<BlockId> work;
  auto visit = [&](BlockId block) {
    if (block != facts::kNone && !seen[block]) {
      seen[block] = true;
      work.push_back(block);
    }
  };
  if (!function.blocks.empty()) {
    visit(0);
  }
  while (!work.empty()) {
    const facts::Block& block = function.blocks[work.back()];
    work.pop_back();
    const std::optional<size_t> taken = side_taken(block, constants);
    for (size_t side = 0; side < block.successors.size(); ++side) {
      if (!taken || side == *taken) {
        visit(block.successors[side]);
      }
    }
  }
  return seen;
}

std::map<uint32_t, std::set<int64_t>> values_told_apart(const FunctionFacts& function) {
  std::map<uint32_t, std::set<int64_t>> values;
  for (const facts::Block& block : function.blocks) {
    const facts::ParameterTest& test = block.parameter_test;
    if (test.parameter == facts::kNone) {
      continue;
    }
    std::set<int64_t>& of_parameter = values[test.parameter];
    of_parameter.insert(test.cases.begin(), test.cases.end());
    if (test.cases.empty()) {
      of_parameter.insert(test.value);
    }
  }
  for (auto& [parameter, of_parameter] : values) {
    int64_t other = 0;
    while (of_parameter.contains(other)) {
      ++other;
    }
    of_parameter.insert(other);
  }
  return values;
}

void cut(FunctionFacts& function, const Constants& constants) {
  const std::vector<bool> seen = reachable(function, constants);
  for (size_t id = 0; id < seen.size(); ++id) {
    facts::Block& block = function.blocks[id];
    const std::optional<size_t> taken = side_taken(block, constants);
    if (!seen[id]) {
      Event nothing;
      nothing.kind = EventKind::kGuardDrop;
      std::fill_n(function.events.begin() + block.first, block.count, nothing);
      std::fill(block.successors.begin(), block.successors.end(), facts::kNone);
    }
    for (size_t side = 0; side < block.successors.size(); ++side) {
      BlockId& successor = block.successors[side];
      const bool stays = successor != facts::kNone && seen[successor] && (!taken || side == *taken);
      successor = stays ? successor : facts::kNone;
    }
  }
  // What is told once of a function, its original tells.
  function.loops.clear();
  function.flows.clear();
}

bool is_cut(const FunctionFacts& copy, const facts::Block& block) {
  return std::all_of(block.successors.begin(), block.successors.end(),
                     [](BlockId next) { return next == facts::kNone; }) &&
         copy.events[block.first].kind == EventKind::kGuardDrop && copy.events[block.first].guard == facts::kNone;
}

} // namespace paraudit::link
