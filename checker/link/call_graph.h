// Who calls whom: for each call event of each function its possible targets.
//
// Virtual calls go to the final overriders of the classes that are instantiated somewhere (class hierarchy analysis
// restricted to instantiated types). Calls through pointers and function objects go to what is seen to be stored there
// (stored_callables.h); where nothing is, to the functions of that signature of which is not seen where they are
// stored. Thread-safety: const after build.
#ifndef PARAUDIT_CHECKER_LINK_CALL_GRAPH_H
#define PARAUDIT_CHECKER_LINK_CALL_GRAPH_H

#include "checker/link/program_index.h"
#include "checker/link/stored_callables.h"

#include <map>
#include <span>
#include <string>
#include <vector>

namespace paraudit::link {

struct Target {
  FunctionId function = kNoId;
  Substitution substitution;
};

// Whether what the event calls runs on this thread, under the locks held there: a wait runs its predicate so.
inline bool runs_callees(facts::EventKind kind) {
  return kind == facts::EventKind::kCall || kind == facts::EventKind::kWait;
}

// Whether the event destroys an object of a class that the caller does not know: `delete base`, the last reference.
bool destroys_virtually(const facts::Event& event);

class CallGraph {
 public:
  explicit CallGraph(const ProgramIndex& index);

  // Targets of a call whose callee is known by name or by class hierarchy; empty for other calls.
  std::vector<Target> named_targets(FunctionId caller, facts::EventId event) const;
  // The same without what the call makes of its arguments: cheap.
  std::span<const FunctionId> named_functions(FunctionId caller, facts::EventId event) const;
  // How many methods a virtual call may run, those included that do nothing.
  size_t overriders(FunctionId caller, facts::EventId event) const;
  // As named_targets(); of a call through a pointer or callable, the functions that were seen to be stored there and
  // that nobody else can call.
  std::vector<Target> followed_targets(FunctionId caller, facts::EventId event) const;
  // The function that a callable value names, with what it captured; kNoId when it is not known by name.
  Target callable_target(FunctionId caller, const facts::Callable& callable) const;
  // Every function of this signature that may be stored at places that are not followed.
  const std::set<FunctionId>& targets_of_type(const std::string& signature) const;
  // What may be called through a path of the caller's frame: the functions seen to be stored there, else, where nobody
  // follows what is stored, those of the type.
  const std::set<FunctionId>& stored_targets(FunctionId caller, PathId path, const std::string& signature) const;

  const StoredCallables& stored() const { return stored_; }
  // Only the functions that were seen to be stored there.
  const std::set<FunctionId>& seen_targets(FunctionId caller, PathId path) const { return stored_.at(caller, path); }

  // Functions bottom-up: each component lists functions that call each other; callees come first.
  const std::vector<std::vector<FunctionId>>& components() const { return components_; }
  // Sorted; every function that the caller may call in any way.
  const std::vector<FunctionId>& callees(FunctionId caller) const { return edges_[caller]; }
  // Calls that run on the caller's own thread, as (event, callee), in the order of events.
  const std::vector<std::pair<facts::EventId, FunctionId>>& calls(FunctionId caller) const { return calls_[caller]; }
  // The same, seen from the callee: who calls it.
  const std::vector<std::pair<FunctionId, facts::EventId>>& callers(FunctionId callee) const {
    return callers_[callee];
  }
  // Whether another function than itself calls it.
  bool is_called(FunctionId callee) const;
  // Functions that parallel constructs in the caller run on other threads.
  const std::vector<std::pair<facts::EventId, FunctionId>>& dispatches(FunctionId caller) const {
    return dispatches_[caller];
  }
  // The object of a virtual call, behind a pointer or reference member of the caller's own object.
  bool leads_through_member(FunctionId caller, PathId unit_path) const;
  // Stored by code that nobody follows, or given to such: who calls it, and under which locks, is not known.
  bool is_given_away(FunctionId function) const;
  uint64_t unresolved_calls() const { return unresolved_calls_; }
  // An instance of a function template that nothing calls: what made it was a call that the models tell of, so that its
  // body does not count.
  bool is_modelled(FunctionId function) const { return modelled_[function]; }

 private:
  void index_types();
  void find_named();
  std::vector<FunctionId> look_up(FunctionId caller, facts::EventId event) const;
  void collect_edges();
  void find_modelled();
  bool is_of_same_class(FunctionId caller, const std::string& method) const;
  void add_call_edges(FunctionId caller, const facts::Event& event, facts::EventId id);
  bool is_given_by_callers(FunctionId caller, PathId unit_path) const;
  bool is_unresolved(FunctionId caller, const facts::Event& event, size_t targets) const;

  const ProgramIndex& index_;
  Overriders overriders_; // in instantiated classes
  StoredCallables stored_;
  std::map<std::string, std::set<FunctionId>> by_type_;
  // By caller: where the targets of each of its events begin in the list that follows, and where the last one's end.
  std::vector<std::vector<uint32_t>> named_begin_;
  std::vector<std::vector<FunctionId>> named_;
  std::vector<std::vector<std::pair<facts::EventId, FunctionId>>> calls_;
  std::vector<std::vector<std::pair<facts::EventId, FunctionId>>> dispatches_;
  std::vector<std::vector<std::pair<FunctionId, facts::EventId>>> callers_;
  std::vector<std::vector<FunctionId>> edges_;
  std::vector<std::vector<FunctionId>> components_;
  std::vector<bool> modelled_;
  uint64_t unresolved_calls_ = 0;
};

// The substitution that a call makes between caller and callee.
Substitution substitution_of(const ProgramIndex& index, FunctionId caller, const facts::Event& event);

} // namespace paraudit::link

#endif
