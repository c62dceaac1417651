#include "checker/link/declared_order.h"

#include <algorithm>
#include <deque>

namespace paraudit::link {
namespace {

// Instantiations of a template share a name: the order holds for all of them.
void add_stated(const ProgramIndex& index, const std::vector<StatedPair>& stated, std::vector<DeclaredEdge>& edges) {
  if (stated.empty()) {
    return;
  }
  std::multimap<std::string, LockId> by_name;
  for (LockId id = 0; id < index.locks.size(); ++id) {
    by_name.emplace(index.locks[id].id, id);
  }
  for (const StatedPair& pair : stated) {
    auto [before, before_end] = by_name.equal_range(pair.before);
    for (; before != before_end; ++before) {
      auto [after, after_end] = by_name.equal_range(pair.after);
      for (; after != after_end; ++after) {
        edges.push_back({before->second, after->second, pair.site});
      }
    }
  }
}

} // namespace

DeclaredOrder::DeclaredOrder(const ProgramIndex& index, const std::vector<StatedPair>& stated) {
  std::vector<DeclaredEdge> edges;
  auto each = [&](const std::vector<facts::AttributeArgument>& arguments, auto&& use) {
    for (const facts::AttributeArgument& argument : arguments) {
      LockId other = argument.path == kNoPath ? kNoId : resolve_lock(index, argument.path).lock;
      if (other != kNoId) {
        use(other);
      }
    }
  };
  for (LockId id = 0; id < index.locks.size(); ++id) {
    each(index.locks[id].acquired_before, [&](LockId other) { edges.push_back({id, other, index.locks[id].site}); });
    each(index.locks[id].acquired_after, [&](LockId other) { edges.push_back({other, id, index.locks[id].site}); });
  }
  add_stated(index, stated, edges);
  std::stable_sort(edges.begin(), edges.end(),
                   [](const DeclaredEdge& a, const DeclaredEdge& b) { return a.site < b.site; });
  find_cycles(std::move(edges));
}

// A lock that is declared to come before itself orders its instances.
void DeclaredOrder::find_cycles(std::vector<DeclaredEdge> edges) {
  for (const DeclaredEdge& edge : edges) {
    if (edge.before != edge.after) {
      if (std::vector<DeclaredEdge> back = chain(edge.after, edge.before); !back.empty()) {
        back.insert(back.begin(), edge);
        cycles_.push_back(std::move(back));
      }
    }
    from_[edge.before].push_back(edge);
  }
}

std::vector<DeclaredEdge> DeclaredOrder::chain(LockId before, LockId after) const {
  std::map<LockId, DeclaredEdge> reached; // by the edge that led there
  std::deque<LockId> work{before};
  while (!work.empty()) {
    LockId lock = work.front();
    work.pop_front();
    auto next = from_.find(lock);
    if (next == from_.end()) {
      continue;
    }
    for (const DeclaredEdge& edge : next->second) {
      if (!reached.try_emplace(edge.after, edge).second) {
        continue;
      }
      if (edge.after != after) {
        work.push_back(edge.after);
        continue;
      }
      std::vector<DeclaredEdge> found{edge};
      while (found.front().before != before) {
        found.insert(found.begin(), reached.at(found.front().before));
      }
      return found;
    }
  }
  return {};
}

} // namespace paraudit::link
