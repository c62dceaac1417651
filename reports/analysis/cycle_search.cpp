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
  explicit Components(const Adjacency& graph) : graph_(graph) {
    for (const auto& [node, next] : graph)
      if (!index_.count(node))
        visit(node);
  }
  std::vector<std::vector<std::size_t>> take() { return std::move(components_); }

 private:
  struct Frame {
    std::size_t node, next_child;
  };

  void enter(std::size_t node) {
    index_[node] = low_[node] = index_.size();
    path_.push_back(node);
    on_path_.insert(node);
    frames_.push_back({node, 0});
  }

  void visit(std::size_t root) {
    enter(root);
    while (!frames_.empty()) {
      std::size_t node = frames_.back().node;
      const auto& next = successors(graph_, node);
      if (frames_.back().next_child < next.size()) {
        std::size_t child = next[frames_.back().next_child++];
        if (!index_.count(child))
          enter(child);
        else if (on_path_.count(child))
          low_[node] = std::min(low_[node], index_[child]);
        continue;
      }
      leave(node);
    }
  }

  void leave(std::size_t node) {
    frames_.pop_back();
    if (!frames_.empty())
      low_[frames_.back().node] = std::min(low_[frames_.back().node], low_[node]);
    if (low_[node] != index_[node])
      return;
    std::vector<std::size_t> component;
    std::size_t popped;
    do {
      popped = path_.back();
      path_.pop_back();
      on_path_.erase(popped);
      component.push_back(popped);
    } while (popped != node);
    std::sort(component.begin(), component.end());
    components_.push_back(std::move(component));
  }

  const Adjacency& graph_;
  std::map<std::size_t, std::size_t> index_, low_;
  std::vector<std::size_t> path_;
  std::set<std::size_t> on_path_;
  std::vector<Frame> frames_;
  std::vector<std::vector<std::size_t>> components_;
};

bool has_edge(const Adjacency& graph, std::size_t from, std::size_t to) {
  const auto& next = successors(graph, from);
  return std::find(next.begin(), next.end(), to) != next.end();
}

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

std::vector<std::vector<std::size_t>> cyclic_components(const Adjacency& graph) {
  std::vector<std::vector<std::size_t>> components = Components(graph).take();
  std::erase_if(components,
                [&](const auto& nodes) { return nodes.size() == 1 && !has_edge(graph, nodes[0], nodes[0]); });
  std::sort(components.begin(), components.end());
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
