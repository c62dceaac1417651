// Every access to state that a lock may guard, once for each set of locks that it happens under.
//
// Bottom-up over the call graph: an access inside a callee is seen from each caller, with the caller's locks added to
// the callee's and formals replaced by actuals, until nobody is known to call further. So a helper that two callers
// run, one with the lock and one without, is two accesses at one place; and a helper whose every caller holds the lock
// is never without it: its contract is inferred. What an object's constructor and destructor do to it, and what happens
// to objects that nobody else has yet, is left out.
//
// Limits: kMaxOpenAccesses for a function; recursion is followed twice. What is cut is counted, where a function is
// full with all accesses of the callees that are not looked at any more. Only state that some access locks, or that
// declares its guard, is followed. Thread-safety: const after construction.
#ifndef PARAUDIT_CHECKER_LINK_SHARED_ACCESSES_H
#define PARAUDIT_CHECKER_LINK_SHARED_ACCESSES_H

#include "checker/link/contexts.h"
#include "checker/link/double_checked.h"
#include "checker/link/member_guards.h"
#include "checker/link/references.h"
#include "checker/link/subjects.h"

#include <deque>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>
#include <vector>

namespace paraudit::link {

inline constexpr size_t kMaxOpenAccesses = 2048;

// One call on the way from the frame to the access.
struct CallStep {
  FunctionId function = kNoId; // the caller
  facts::EventId event = facts::kNone;
  const CallStep* next = nullptr; // towards the access
};

struct SharedAccess {
  FunctionId function = kNoId; // where the access is
  facts::EventId event = facts::kNone;
  FunctionId frame = kNoId; // whose paths follow
  PathId path = kNoPath;
  std::vector<HeldLock> held;   // certainly
  std::vector<PathId> released; // locks of the frame's callers that were given up before
  bool counts = true;           // another thread may run meanwhile
  const CallStep* via = nullptr;
  bool is_listed = false;
  bool is_published = false; // under double-checked locking: readers of its atomic see it without the lock
};

class SharedAccesses {
 public:
  SharedAccesses(const ProgramIndex& index, const CallGraph& graph, const Summaries& summaries,
                 const Contexts& contexts, const References& references, const DoubleChecked& double_checked);

  // In the order of functions and events.
  const std::vector<SharedAccess>& all() const { return all_; }
  Subjects& subjects() const { return subjects_; }
  uint64_t cut() const { return cut_; }

 private:
  void find_callers();
  void find_candidates();
  bool is_followed(PathId path) const;
  void summarise(FunctionId function);
  void add_own(FunctionId function, facts::EventId event);
  void add_call(FunctionId function, facts::EventId event);
  void add_from(FunctionId function, facts::EventId event, const Target& target, const std::vector<HeldLock>& held);
  void list(SharedAccess& access);
  bool concerns_others(FunctionId frame, facts::EventId here, PathId path);
  void settle(SharedAccess access, facts::EventId here, bool is_called);
  bool is_own_object(FunctionId frame, facts::EventId here, PathId path);
  bool is_fresh(FunctionId function, PathId object);
  bool is_handed_to_thread(FunctionId function, PathId path);
  bool is_initialisation(const SharedAccess& access, facts::EventId here) const;
  bool is_made_here(const Function& constructor, PathId path) const;
  bool counts_at(FunctionId function, facts::EventId event) const;
  bool is_root(FunctionId function) const;
  bool is_news(const SharedAccess& access);
  void finish(const SharedAccess& access);

  const ProgramIndex& index_;
  const CallGraph& graph_;
  const Summaries& summaries_;
  const Contexts& contexts_;
  const References& references_;
  const DoubleChecked& double_checked_;
  MemberGuards member_guards_;
  mutable Subjects subjects_;
  std::vector<bool> candidate_; // by subject
  std::vector<bool> has_callers_;
  std::vector<bool> is_entry_;
  std::vector<std::vector<SharedAccess>> open_;
  // By a hash of what tells accesses apart: into all_, and into open_ of the function that is being summarised.
  std::unordered_multimap<size_t, uint32_t> finished_, known_;
  // What a function does with an object, which all accesses to it ask.
  std::map<std::pair<FunctionId, PathId>, bool> fresh_, handed_to_thread_;
  std::vector<SharedAccess> all_;
  std::deque<CallStep> steps_;
  uint64_t cut_ = 0;
};

} // namespace paraudit::link

#endif
