// What a call does to the objects that it is given: reads and writes of `this`, parameters and captures, through any
// depth of calls, each with the locks held at that point. One entry per distinct kind and lockset, shortest first.
//
// Limits: kMaxEffects entries a function; what a pointer member leads to counts only where a const method changes it.
// Bottom-up over the call graph. Thread-safety: const after construction.
#ifndef PARAUDIT_CHECKER_LINK_EFFECTS_H
#define PARAUDIT_CHECKER_LINK_EFFECTS_H

#include "checker/link/call_graph.h"
#include "checker/link/summary.h"

#include <algorithm>
#include <span>
#include <vector>

namespace paraudit::link {

inline constexpr size_t kMaxEffects = 48;

struct Effect {
  facts::RootKind root = facts::RootKind::kThis;
  uint32_t index = 0;
  facts::AccessKind kind = facts::AccessKind::kRead;
  bool is_write = false;
  bool is_atomic = false;
  bool in_condition = false;
  bool by_const_path = false;
  bool through_pointer = false;
  std::string method;
  std::vector<HeldLock> held;  // in the frame of the summarised function; must-held only
  FunctionId function = kNoId; // where the access itself is
  facts::EventId event = facts::kNone;
};

class Effects {
 public:
  Effects(const ProgramIndex& index, const CallGraph& graph, const Summaries& summaries);

  const std::vector<Effect>& of(FunctionId function) const { return effects_[function]; }

 private:
  void summarise(FunctionId function);
  void add_access(FunctionId function, facts::EventId event);
  void add_calls(FunctionId function, facts::EventId event);
  void add_from_callee(FunctionId function, facts::EventId event, const Target& target);
  void add(FunctionId function, Effect effect);

  const ProgramIndex& index_;
  const CallGraph& graph_;
  const Summaries& summaries_;
  std::vector<std::vector<Effect>> effects_;
};

bool is_write(facts::AccessKind kind);

// How a path leads from its root object to what is accessed.
struct PathShape {
  bool is_synchronised = false; // goes through a lock, an atomic or another part that synchronises itself
  bool has_deref = false;
  uint32_t derefs = 0; // of pointers that own what they lead to (std::unique_ptr), none
};
PathShape shape_of(const ProgramIndex& index, PathId path);

// The callee's effect seen from the caller: its locks substituted, the caller's added.
std::vector<HeldLock> held_through_call(const ProgramIndex& index, const Effect& effect, const Target& target,
                                        const std::vector<HeldLock>& caller_held);

// The path that the target is given for the formal an effect is about; kNoPath when it is not known.
PathId actual_of(const Target& target, const Effect& effect);

// Whether a function of that kind may be among the targets below; what the call is given to call counts as such.
template <class Predicate>
bool may_call(const CallGraph& graph, const ProgramIndex& index, FunctionId function, facts::EventId event,
              Predicate is_of_kind) {
  const std::span<const FunctionId> named = graph.named_functions(function, event);
  return !index.functions[function].facts->events[event].callables.empty() ||
         std::any_of(named.begin(), named.end(), is_of_kind);
}

// Every function a call event may run with the objects it gets: named targets and callables.
std::vector<Target> targets_with_callables(const CallGraph& graph, const ProgramIndex& index, FunctionId function,
                                           facts::EventId event);

} // namespace paraudit::link

#endif
