#include "checker/checks/lock_order_inversion.h"

#include "checker/checks/trace.h"

#include <algorithm>
#include <set>
#include <vector>

namespace paraudit::checks {
namespace {

std::string message_of(const link::Program& program, const link::LockCycle& cycle) {
  const link::LockEdge& first = *cycle.edges.front();
  bool is_nested_in_itself = lock_name(program, first.after) == lock_name(program, first.before);
  std::string text = quoted(brief(lock_name(program, first.after))) +
                     (is_nested_in_itself ? " of another instantiation" : "") + " is acquired while " +
                     quoted(brief(lock_name(program, first.before))) + " is held, and elsewhere ";
  if (cycle.edges.size() == 2) {
    text += "the other way round";
  } else {
    text += "the chain closes: ";
    constexpr size_t kShown = 3; // the trace tells the rest
    for (size_t i = 1; i < std::min(cycle.edges.size(), kShown); ++i) {
      text += (i == 1 ? "" : ", ") + quoted(brief(lock_name(program, cycle.edges[i]->after))) + " under " +
              quoted(brief(lock_name(program, cycle.edges[i]->before)));
    }
  }
  return text + "; threads that do these at the same time deadlock; take the locks in one order everywhere";
}

Finding make_finding(const link::Program& program, const CheckInfo& self, const link::LockCycle& cycle) {
  Finding finding;
  finding.check = self.name;
  finding.severity = self.severity;
  finding.message = message_of(program, cycle);
  finding.place = inner_place(program, *cycle.witnesses.front());
  finding.function = inner_function(program, *cycle.witnesses.front());
  for (size_t i = 0; i < cycle.witnesses.size(); ++i) {
    append_trace(program, *cycle.witnesses[i], static_cast<uint32_t>(i + 1), finding.trace);
    finding.identity.push_back(lock_name(program, cycle.edges[i]->before));
  }
  return finding;
}

using Nestings =
    std::set<std::pair<std::string, std::string>>; // of an outer lock and an inner one, as people read them

Nestings nestings_of(const link::Program& program, const link::LockCycle& cycle) {
  Nestings nestings;
  for (const link::LockEdge* edge : cycle.edges) {
    nestings.emplace(lock_name(program, edge->before), lock_name(program, edge->after));
  }
  return nestings;
}

} // namespace

// Several instantiations of a template nest the same locks, and close longer cycles among each other: one defect, told
// by its shortest cycle.
void check_lock_order_inversion(const link::Program& program, const CheckInfo& self, Findings& findings) {
  std::vector<const link::LockCycle*> cycles;
  for (const link::LockCycle& cycle : program.order->cycles()) {
    cycles.push_back(&cycle);
  }
  std::stable_sort(cycles.begin(), cycles.end(), [](const link::LockCycle* a, const link::LockCycle* b) {
    return a->edges.size() < b->edges.size();
  });
  std::vector<Nestings> told;
  for (const link::LockCycle* cycle : cycles) {
    Nestings nestings = nestings_of(program, *cycle);
    bool is_told = std::any_of(told.begin(), told.end(), [&](const Nestings& other) {
      return std::includes(nestings.begin(), nestings.end(), other.begin(), other.end());
    });
    if (!is_told) {
      findings.push_back(make_finding(program, self, *cycle));
      told.push_back(std::move(nestings));
    }
  }
}

} // namespace paraudit::checks
