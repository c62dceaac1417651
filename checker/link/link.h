// Link: facts of all units in, everything that checks and reports ask about the whole program out.
//
// The result is a function of the set of units: neither their order nor how often a header's facts were extracted
// matters. Thread-safety: const after link_program(). Cost: about linear in events and call edges.
#ifndef PARAUDIT_CHECKER_LINK_LINK_H
#define PARAUDIT_CHECKER_LINK_LINK_H

#include "checker/link/call_graph.h"
#include "checker/link/const_changes.h"
#include "checker/link/contexts.h"
#include "checker/link/deeds.h"
#include "checker/link/guards.h"
#include "checker/link/instance_order.h"
#include "checker/link/inventory.h"
#include "checker/link/lazy_inits.h"
#include "checker/link/lock_order.h"
#include "checker/link/program_index.h"
#include "checker/link/references.h"
#include "checker/link/shared_accesses.h"
#include "checker/link/summary.h"
#include "checker/link/tasks.h"
#include "checker/link/two_sections.h"

#include <memory>
#include <string>
#include <vector>

namespace paraudit::formats {
struct Ledger;
}

namespace paraudit::link {

struct LinkOptions {
  std::vector<std::string> parallel_entries; // regular expressions over qualified function names; valid ones
  std::vector<StatedPair> stated_order;      // of a ledger
  std::shared_ptr<const formats::Ledger> ledger;
  bool is_partial = false; // units are missing: what the ledger names and nobody saw is not gone
};

struct Program {
  std::shared_ptr<const formats::Ledger> ledger; // null: none was given
  bool is_partial = false;                       // units are missing
  std::unique_ptr<ProgramIndex> index;
  std::unique_ptr<CallGraph> graph;
  std::unique_ptr<Summaries> summaries;
  std::unique_ptr<Contexts> contexts;
  std::unique_ptr<LockOrder> order;
  std::unique_ptr<InstanceOrder> instances;
  std::unique_ptr<OwnObjects> own_objects;
  std::unique_ptr<References> references;
  std::unique_ptr<Deeds> deeds;
  std::unique_ptr<Tasks> tasks;
  std::unique_ptr<DoubleChecked> double_checked;
  std::unique_ptr<Inventory> inventory;
  std::unique_ptr<SharedAccesses> accesses;
  std::unique_ptr<Guards> guards;
  std::unique_ptr<LazyInits> lazy_inits;
  std::unique_ptr<ConstChanges> const_changes;
  std::unique_ptr<TwoSections> two_sections;
};

Program link_program(std::vector<facts::TuFacts> units, const LinkOptions& options);

} // namespace paraudit::link

#endif
