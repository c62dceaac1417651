#include "reports/analysis/cycle_search.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace paraudit::reports {
namespace {

const std::vector<std::size_t>& successors(const Adjacency& graph, std::size_t node) {
  static const std::vector<std::size_t> kNone;
  auto it = graph.find(node);
  return it == graph.end() ? kNone : it->second;
}

// Tarjan's algorithm with the recursion's frames on an explicit stack.
class Components {
 public:
  explicit Components(const DenseGraph& graph)
      : graph_(graph), index_(graph.node_count(), 0), low_(graph.node_count(), 0) {
    for (std::uint32_t node = 0; node < graph.node_count(); ++node)
      if (index_[node] == 0)
        visit(node);
  }
  std::vector<std::vector<std::uint32_t>> take() { return std::move(components_); }

 private:
  static constexpr std::uint32_t kDone = 0; // as low: the node's component is known
  struct Frame {
    std::uint32_t node, next_child;
  };

  void enter(std::uint32_t node) {
    index_[node] = low_[node] = ++entered_;
    path_.push_back(node);
    frames_.push_back({node, 0});
  }

  void visit(std::uint32_t root) {
    enter(root);
    while (!frames_.empty()) {
      std::uint32_t node = frames_.back().node;
      if (frames_.back().next_child == graph_.degree(node)) {
        leave(node);
        continue;
      }
      std::uint32_t child = graph_.successor(node, frames_.back().next_child++);
      if (index_[child] == 0)
        enter(child);
      else if (low_[child] != kDone)
        low_[node] = std::min(low_[node], index_[child]);
    }
  }

  void leave(std::uint32_t node) {
    frames_.pop_back();
    if (!frames_.empty())
      low_[frames_.back().node] = std::min(low_[frames_.back().node], low_[node]);
    if (low_[node] != index_[node])
      return;
    auto first = std::find(path_.rbegin(), path_.rend(), node).base() - 1;
    if (path_.end() - first > 1 || has_loop(node)) {
      components_.emplace_back(first, path_.end());
      std::sort(components_.back().begin(), components_.back().end());
    }
    for (auto it = first; it != path_.end(); ++it)
      low_[*it] = kDone;
    path_.erase(first, path_.end());
  }

  bool has_loop(std::uint32_t node) const {
    for (std::uint32_t i = 0; i < graph_.degree(node); ++i)
      if (graph_.successor(node, i) == node)
        return true;
    return false;
  }

  const DenseGraph& graph_;
  std::uint32_t entered_ = 0;
  std::vector<std::uint32_t> index_, low_; // 0: not visited
  std::vector<std::uint32_t> path_;
  std::vector<Frame> frames_;
  std::vector<std::vector<std::uint32_t>> components_;
};

void start_with_smallest(Cycle& cycle) {
  std::rotate(cycle.begin(), std::min_element(cycle.begin(), cycle.end()), cycle.end());
}

// The shortest cycle through each edge of one component: a search against the edges' direction from each node.
class ShortestCycles {
 public:
  ShortestCycles(const Adjacency& graph, const std::vector<std::size_t>& component, std::uint64_t& work)
      : graph_(graph), nodes_(component), work_(work), before_(component.size()), next_(component.size()) {
    for (std::size_t i = 0; i < nodes_.size(); ++i)
      for (std::size_t to : successors(graph, nodes_[i]))
        if (std::size_t number = number_of(to); number != kNone)
          before_[number].push_back(i);
  }

  // Calls found(Cycle) for each; false when the work was too much.
  template <class Found> bool run(Found found) {
    for (std::size_t from = 0; from < nodes_.size(); ++from) {
      search_back(from);
      if (work_ > kMaxWork)
        return false;
      for (std::size_t to : successors(graph_, nodes_[from]))
        if (std::size_t number = number_of(to); number != kNone)
          found(cycle_through(from, number));
    }
    return true;
  }

 private:
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  static constexpr std::uint64_t kMaxWork = 20'000'000;

  std::size_t number_of(std::size_t node) const {
    auto it = std::lower_bound(nodes_.begin(), nodes_.end(), node);
    return it != nodes_.end() && *it == node ? static_cast<std::size_t>(it - nodes_.begin()) : kNone;
  }

  // next_: one step on a shortest path to `goal`.
  void search_back(std::size_t goal) {
    std::fill(next_.begin(), next_.end(), kNone);
    next_[goal] = goal;
    std::vector<std::size_t> pending{goal};
    for (std::size_t i = 0; i < pending.size() && work_ <= kMaxWork; ++i) {
      work_ += before_[pending[i]].size();
      for (std::size_t node : before_[pending[i]])
        if (next_[node] == kNone) {
          next_[node] = pending[i];
          pending.push_back(node);
        }
    }
  }

  Cycle cycle_through(std::size_t from, std::size_t to) const {
    Cycle cycle{nodes_[to]};
    for (; to != from; to = next_[to])
      cycle.push_back(nodes_[next_[to]]);
    start_with_smallest(cycle);
    return cycle;
  }

  const Adjacency& graph_;
  const std::vector<std::size_t>& nodes_; // ascending
  std::uint64_t& work_;
  std::vector<std::vector<std::size_t>> before_; // predecessors inside
  std::vector<std::size_t> next_;
};

} // namespace

void DenseGraph::finish(std::uint32_t node_count) {
  std::sort(edges_.begin(), edges_.end());
  edges_.erase(std::unique(edges_.begin(), edges_.end()), edges_.end());
  first_.assign(std::size_t{node_count} + 1, 0);
  for (std::uint64_t edge : edges_)
    ++first_[(edge >> 32) + 1];
  for (std::size_t node = 0; node < node_count; ++node)
    first_[node + 1] += first_[node];
}

std::vector<std::vector<std::uint32_t>> cyclic_components(const DenseGraph& graph) {
  std::vector<std::vector<std::uint32_t>> components = Components(graph).take();
  std::sort(components.begin(), components.end());
  return components;
}

std::vector<std::vector<std::size_t>> cyclic_components(const Adjacency& graph) {
  std::vector<std::size_t> nodes;
  for (const auto& [node, next] : graph) {
    nodes.push_back(node);
    nodes.insert(nodes.end(), next.begin(), next.end());
  }
  std::size_t edge_count = nodes.size() - graph.size();
  std::sort(nodes.begin(), nodes.end());
  nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
  auto number = [&](std::size_t node) {
    return static_cast<std::uint32_t>(std::lower_bound(nodes.begin(), nodes.end(), node) - nodes.begin());
  };
  DenseGraph dense(edge_count);
  for (const auto& [node, next] : graph)
    for (std::size_t to : next)
      dense.add(number(node), number(to));
  dense.finish(static_cast<std::uint32_t>(nodes.size()));
  std::vector<std::vector<std::size_t>> components;
  for (const auto& component : cyclic_components(dense)) {
    components.emplace_back();
    for (std::uint32_t node : component)
      components.back().push_back(nodes[node]);
  }
  return components;
}

CycleList smallest_cycles(const Adjacency& graph, std::size_t limit) {
  std::set<std::pair<std::size_t, Cycle>> found; // by length, then nodes
  CycleList list;
  std::uint64_t work = 0;
  for (const auto& component : cyclic_components(graph)) {
    bool all = ShortestCycles(graph, component, work).run([&](Cycle cycle) {
      std::size_t length = cycle.size();
      found.insert({length, std::move(cycle)});
      if (found.size() > limit) {
        found.erase(std::prev(found.end()));
        list.complete = false;
      }
    });
    list.complete = list.complete && all;
  }
  for (const auto& [length, cycle] : found)
    list.cycles.push_back(cycle);
  return list;
}

} // namespace paraudit::reports
