// Objects that no other thread can reach yet: what a function made itself and has told nobody of.
//
// A lock inside such an object cannot be waited for, so that nothing is wrong with blocking, calling out or nesting
// under it: `DB* db = new DB; db->mutex.lock(); db->recover(); ... *result = db;`. An object is made by `new` or as a
// local variable; it is given away when its address is stored outside of the function's own variables, passed as an
// argument, captured by something that is kept or run elsewhere, or given away by one of its own methods. Bottom-up
// over the call graph for the last. Cost: linear in the events. Limits: what is stored through a pointer to a part of
// the object, or put into a container of the library, is not seen; events count in the order of the function's blocks.
// Thread-safety: const after construction.
#ifndef PARAUDIT_CHECKER_LINK_OWN_OBJECTS_H
#define PARAUDIT_CHECKER_LINK_OWN_OBJECTS_H

#include "checker/link/call_graph.h"

#include <vector>

namespace paraudit::link {

class OwnObjects {
 public:
  OwnObjects(const ProgramIndex& index, const CallGraph& graph);

  // Whether the object that a path of this function's frame begins at is still its own before an event.
  bool is_own(FunctionId function, facts::EventId event, PathId path) const;

 private:
  bool gives_away(FunctionId function, facts::EventId event, const facts::AccessPath& object) const;
  bool calls_giver(FunctionId function, facts::EventId event) const;

  const ProgramIndex& index_;
  const CallGraph& graph_;
  std::vector<bool> gives_this_; // by function: others can reach its object after, or during, a call
};

} // namespace paraudit::link

#endif
