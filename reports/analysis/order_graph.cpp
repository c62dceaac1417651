#include "reports/analysis/order_graph.h"

#include <algorithm>

namespace paraudit::reports {
namespace {

HeldLock held_lock(const RunJoin& run, const paraudit_chain_link& link) {
  HeldLock held{run.lock(link.class_id, link.site), link.instance, link.mode, link.site, false};
  if (auto it = run.trace->classes.find(link.class_id); it != run.trace->classes.end())
    held.index_ordered = it->second.index_ordered;
  return held;
}

} // namespace

bool GraphEdge::can_block() const {
  return witnesses.empty() || std::any_of(witnesses.begin(), witnesses.end(), [](const EdgeWitness& witness) {
           return !(witness.after.mode & PARAUDIT_TRY);
         });
}

void OrderGraph::add_chains(std::size_t run_index, const RunJoin& run, const LockTable& table) {
  for (const TraceChain& chain : run.trace->chains) {
    std::vector<HeldLock> held;
    for (const paraudit_chain_link& link : chain.links)
      held.push_back(held_lock(run, link));
    if (held.size() < 2 || !table.entries()[held.back().lock].is_lock)
      continue;
    for (std::size_t i = 0; i + 1 < held.size(); ++i) {
      if (!table.entries()[held[i].lock].is_lock)
        continue;
      EdgeWitness witness{run_index, chain.thread, chain.ticks, held[i], held.back(), {}};
      for (std::size_t gate = 0; gate + 1 < held.size(); ++gate)
        if (gate != i)
          witness.gates.push_back(held[gate]);
      edges[{held[i].lock, held.back().lock}].witnesses.push_back(std::move(witness));
    }
  }
  for (auto& [pair, edge] : edges)
    std::sort(edge.witnesses.begin(), edge.witnesses.end(), [](const EdgeWitness& a, const EdgeWitness& b) {
      return std::tie(a.run, a.thread, a.ticks) < std::tie(b.run, b.thread, b.ticks);
    });
}

void OrderGraph::add_static(const Findings& findings, LockTable& table) {
  for (const StaticEdge& edge : findings.edges) {
    GraphEdge& target = edges[{table.index_of_static(edge.before), table.index_of_static(edge.after)}];
    target.is_static = true;
    target.declared = target.declared || edge.declared;
    target.static_sites.insert(target.static_sites.end(), edge.sites.begin(), edge.sites.end());
  }
}

} // namespace paraudit::reports
