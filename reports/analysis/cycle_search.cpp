#include "reports/analysis/cycle_search.h"

#include <algorithm>
#include <deque>
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

// The nodes of a shortest path, both ends included; empty when there is none inside `allowed`.
std::vector<std::size_t> shortest_path(const Adjacency& graph, const std::set<std::size_t>& allowed, std::size_t from,
                                       std::size_t to) {
  std::map<std::size_t, std::size_t> came_from{{from, from}};
  std::deque<std::size_t> pending{from};
  while (!pending.empty() && !came_from.count(to)) {
    std::size_t node = pending.front();
    pending.pop_front();
    for (std::size_t next : successors(graph, node))
      if (allowed.count(next) && came_from.try_emplace(next, node).second)
        pending.push_back(next);
  }
  if (!came_from.count(to))
    return {};
  std::vector<std::size_t> path{to};
  while (path.back() != from)
    path.push_back(came_from[path.back()]);
  std::reverse(path.begin(), path.end());
  return path;
}

void start_with_smallest(Cycle& cycle) {
  std::rotate(cycle.begin(), std::min_element(cycle.begin(), cycle.end()), cycle.end());
}

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

std::vector<Cycle> smallest_cycles(const Adjacency& graph, std::size_t limit) {
  std::set<std::pair<std::size_t, Cycle>> found; // by length, then nodes
  for (const auto& component : cyclic_components(graph)) {
    std::set<std::size_t> allowed(component.begin(), component.end());
    for (std::size_t from : component)
      for (std::size_t to : successors(graph, from)) {
        if (!allowed.count(to))
          continue;
        Cycle cycle = from == to ? Cycle{from} : shortest_path(graph, allowed, to, from);
        start_with_smallest(cycle);
        found.insert({cycle.size(), cycle});
        if (found.size() > limit)
          found.erase(std::prev(found.end()));
      }
  }
  std::vector<Cycle> cycles;
  for (const auto& [length, cycle] : found)
    cycles.push_back(cycle);
  return cycles;
}

} // namespace paraudit::reports
