#include "checker/link/link.h"

namespace paraudit::link {

Program link_program(std::vector<facts::TuFacts> units, const LinkOptions& options) {
  Program program;
  program.index = build_index(std::move(units));
  program.graph = std::make_unique<CallGraph>(*program.index);
  program.own_objects = std::make_unique<OwnObjects>(*program.index, *program.graph);
  program.references = std::make_unique<References>(*program.index, *program.graph);
  program.summaries =
      std::make_unique<Summaries>(*program.index, *program.graph, *program.own_objects, *program.references);
  program.contexts =
      std::make_unique<Contexts>(*program.index, *program.graph, *program.summaries, options.parallel_entries);
  program.order =
      std::make_unique<LockOrder>(*program.index, *program.summaries, *program.contexts, options.stated_order);
  program.ledger = options.ledger;
  program.is_partial = options.is_partial;
  program.instances = std::make_unique<InstanceOrder>(*program.index, *program.graph, *program.summaries,
                                                      *program.references, *program.order);
  program.deeds = std::make_unique<Deeds>(*program.index, *program.graph, *program.summaries, *program.own_objects);
  program.tasks = std::make_unique<Tasks>(*program.index, *program.graph, *program.summaries);
  program.double_checked = std::make_unique<DoubleChecked>(*program.index, *program.summaries);
  program.inventory = std::make_unique<Inventory>(*program.index, *program.graph, *program.summaries, *program.contexts,
                                                  *program.double_checked);
  program.accesses = std::make_unique<SharedAccesses>(*program.index, *program.graph, *program.summaries,
                                                      *program.contexts, *program.references, *program.double_checked);
  program.guards = std::make_unique<Guards>(*program.index, *program.contexts, *program.accesses);
  program.lazy_inits =
      std::make_unique<LazyInits>(*program.index, *program.graph, *program.summaries, *program.contexts);
  program.const_changes =
      std::make_unique<ConstChanges>(*program.index, *program.graph, *program.summaries, *program.contexts);
  program.two_sections =
      std::make_unique<TwoSections>(*program.index, *program.graph, *program.summaries, *program.contexts);
  return program;
}

} // namespace paraudit::link
