// The inventory of shared state: each object with static storage duration, who accesses it under which locks, what
// synchronises it, what kind of state it is, and what to do about it.
//
// Accesses are found in the functions that name the object and through references handed to callees. A guard is
// inferred from the locks that accesses hold. Thread-safety: const after construction.
#ifndef PARAUDIT_CHECKER_LINK_INVENTORY_H
#define PARAUDIT_CHECKER_LINK_INVENTORY_H

#include "checker/link/contexts.h"
#include "checker/link/double_checked.h"
#include "checker/link/effects.h"

#include <string>
#include <vector>

namespace paraudit::link {

struct StateAccess {
  FunctionId function = kNoId;
  facts::EventId event = facts::kNone;
  Site site;
  FunctionId named_in = kNoId; // the function that names the object: it does this itself, or a callee for it
  Site named_at;
  facts::AccessKind kind = facts::AccessKind::kRead;
  bool is_write = false;
  bool is_atomic = false;
  bool in_condition = false;
  bool counts = true;           // false: before threads start, after they end, or while initialising
  bool by_const_path = false;   // through a const method or a reference to const: interior mutability
  bool through_pointer = false; // to what the object points to
  std::string method;           // container method, where one is called
  bool is_published = false;    // under double-checked locking: readers of its atomic see it without the lock
  bool held_as_reader = false;  // a write that holds a lock as readers do: it keeps no other writer out
  std::vector<LockPath> held;   // those that protect the access
};

enum class Category {
  kIdCounter,
  kStatisticsCounter,
  kLazyValue,
  kCache,
  kInterner,
  kConfiguration,
  kStackDiscipline,
  kOutputSink,
  kWorklist,
  kOther,
};

// One declaration: what is said of a template holds for all its instantiations together.
struct SharedState {
  StateId state = kNoId; // of a template: that of its instantiations which has the most accesses
  std::vector<StateAccess> accesses;
  size_t reads = 0;
  size_t writes = 0;         // after initialisation
  size_t counted_writes = 0; // of these, where another thread can run
  LockId guard = kNoId;      // held by most accesses and by most writes
  double confidence = 0;     // share of the accesses that hold it
  bool set_at_start = false; // changed while statics are initialised; those accesses are left out
  bool is_guarded = false;   // every access that counts holds the guard
  bool declared_guard = false;
  bool reached_by_entry = false;
  Category category = Category::kOther;
};

const char* category_name(Category category);
const char* category_remedy(Category category);

class Inventory {
 public:
  Inventory(const ProgramIndex& index, const CallGraph& graph, const Summaries& summaries, const Contexts& contexts,
            const DoubleChecked& double_checked);

  // In the order of the index's states; instantiations of a template are one.
  const std::vector<SharedState>& states() const { return states_; }

 private:
  void collect_accesses(FunctionId function);
  void collect_direct(FunctionId function, facts::EventId event);
  void collect_through_call(FunctionId function, facts::EventId event);
  bool guards_itself(PathId actual, const PathShape& shape, const StateAccess& access) const;
  void add_access(StateId state, StateAccess access, FunctionId named_in);
  StateId state_of(PathId path) const;
  static void add_held(const std::vector<HeldLock>& held, StateAccess& access);
  bool is_initialising(const StateAccess& access, StateId state, FunctionId named_in) const;
  void judge(SharedState& shared) const;
  void count(SharedState& shared) const;
  void infer_guard(SharedState& shared) const;
  void merge_instantiations();
  void merge(SharedState& into, SharedState&& other) const;

  const ProgramIndex& index_;
  const CallGraph& graph_;
  const Summaries& summaries_;
  const Contexts& contexts_;
  const DoubleChecked& double_checked_;
  Effects effects_;
  std::vector<SharedState> states_;
};

// Which kind of state the accesses show, by the table of categories. Pure.
struct Described {
  const std::string& name;
  const std::string& type;
  bool is_container = false;
};
Category categorise(const Described& object, const SharedState& shared);

} // namespace paraudit::link

#endif
