// What must not happen under a lock, and where it does: blocking operations, joins, waits, parallel constructs and
// calls of code that the lock's owner cannot see, found through calls of any depth.
//
// Bottom-up over the call graph: each function passes what happens in it on to its callers, without the locks that it
// gives up before, until one of them holds a lock that others can wait for (own_objects.h). A lock that a function
// holds by contract is its callers' business where there are any. One entry per place, and one for all that one
// statement leads to in the innermost function that knows of the lock, the shortest witness. Cost: functions x distinct
// deeds; kMaxDeeds bounds one function, kMaxChain the calls between lock and deed, and what is cut is counted. Limits:
// locks that are held on some paths only do not count; which overrider a virtual call reaches is told by the
// instantiated classes alone. Thread-safety: const after construction.
#ifndef PARAUDIT_CHECKER_LINK_DEEDS_H
#define PARAUDIT_CHECKER_LINK_DEEDS_H

#include "checker/link/call_graph.h"
#include "checker/link/summary.h"

#include <deque>
#include <map>
#include <set>
#include <vector>

namespace paraudit::link {

inline constexpr size_t kMaxDeeds = 128;
inline constexpr uint32_t kMaxChain = 8;
inline constexpr uint32_t kMaxCallbackChain = 3; // further away, it is the callees' business

enum class DeedKind {
  kBlocking,       // the event's text tells what
  kJoin,           // of a thread or task
  kWait,           // on a condition variable; its own lock does not count
  kParallel,       // a parallel construct that waits for its tasks
  kCallback,       // through a function pointer or function object
  kVirtualCallback // a virtual call on an object that came from outside
};

enum class Targets { kUnknown, kAcquiring, kHarmless };

struct Deed {
  DeedKind kind = DeedKind::kBlocking;
  FunctionId function = kNoId; // where it happens
  facts::EventId event = facts::kNone;
  PathId callable = kNoPath;     // a parameter that the callers know: what is called, or its object; else resolved
  bool gives_up_unknown = false; // kWait: by a guard of the caller's; one of the held locks is its own
  Targets targets = Targets::kUnknown;
  FunctionId target = kNoId;    // of kAcquiring: one that acquires
  std::vector<HeldLock> held;   // where `callable` is not resolved yet: what is held so far, with `hop` set
  std::vector<PathId> released; // locks of the caller given up before this point
  const Hop* hop = nullptr;     // from the function that this is said of
  const Hop* known = nullptr;   // from the innermost function that holds a lock by contract on the way
};

// A deed with a lock held.
struct DeedUnderLock {
  Deed deed;
  FunctionId holder = kNoId;     // whose frame `lock` is of
  HeldLock lock;                 // innermost first where several are held
  const Hop* held_hop = nullptr; // nullptr: held by contract
  std::vector<HeldLock> others;
  std::vector<Deed> more; // others to which the same statement leads
};

// Whether whoever wants the lock has to wait.
bool excludes_others(facts::LockKind kind);

class Deeds {
 public:
  Deeds(const ProgramIndex& index, const CallGraph& graph, const Summaries& summaries, const OwnObjects& own);

  // By place: file, line, column.
  const std::vector<DeedUnderLock>& under_lock() const { return found_; }
  uint64_t cut() const { return cut_; }

 private:
  using HeldList = std::vector<HeldLock>;

  void summarise(FunctionId function);
  void visit(FunctionId function, facts::EventId event);
  void visit_call(FunctionId function, facts::EventId event);
  void visit_callback(FunctionId function, facts::EventId event);
  void apply(FunctionId function, facts::EventId event, const Target& target);
  bool is_of_unknown_class(FunctionId function, facts::EventId at, const std::vector<Target>& targets) const;
  bool resolve(FunctionId caller, facts::EventId event, const Target& target, Deed& deed);
  bool resolve_callable(FunctionId caller, facts::EventId event, const Target& target, Deed& deed);
  bool resolve_receiver(FunctionId caller, const Target& target, Deed& deed);
  void visit_virtual(FunctionId function, facts::EventId event, Deed deed);
  void settle(FunctionId function, facts::EventId event, Deed deed);
  void report_unknown_callers();
  void report(FunctionId holder, const Deed& deed, HeldList held);
  void add(FunctionId function, Deed deed);
  Targets judge(FunctionId caller, const std::set<FunctionId>& targets, FunctionId& acquiring) const;
  bool is_collaborator(PathId receiver) const;
  bool is_from_outside(FunctionId function, PathId receiver) const;
  bool is_own_lock(FunctionId function, const LockPath& lock) const;
  bool is_callers_business(FunctionId function, const HeldLock& lock) const;
  bool is_parameter(PathId path) const;
  void keep_one_of_a_statement();
  HeldList locks_held(FunctionId function, facts::EventId event) const;
  const Hop* hop(FunctionId function, facts::EventId event, const Hop* next);

  const ProgramIndex& index_;
  const CallGraph& graph_;
  const Summaries& summaries_;
  const OwnObjects& own_objects_;
  std::vector<std::vector<Deed>> deeds_;
  std::vector<bool> has_caller_;
  std::map<Site, DeedUnderLock> best_;
  std::vector<DeedUnderLock> found_;
  std::deque<Hop> hops_;
  uint64_t cut_ = 0;
};

} // namespace paraudit::link

#endif
