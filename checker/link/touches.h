// What a call touches: every access to objects that its caller can see, through calls of any depth, with the locks that
// are held and the variables that pick the element. What parallel code is judged by.
//
// Bottom-up over the call graph, writes before reads, the shortest witness of each. Cost: functions x distinct
// accesses; kMaxTouches bounds one function (`is_cut`), kMaxTouchChain the calls to an access. Objects on the
// function's own stack are left out, but for those that a lambda got a reference to. Thread-safety: const after
// construction.
#ifndef PARAUDIT_CHECKER_LINK_TOUCHES_H
#define PARAUDIT_CHECKER_LINK_TOUCHES_H

#include "checker/link/call_graph.h"
#include "checker/link/summary.h"

#include <deque>
#include <optional>
#include <vector>

namespace paraudit::link {

inline constexpr size_t kMaxTouches = 160;
inline constexpr uint32_t kMaxTouchChain = 10;

enum class TouchKind {
  kRead,
  kWrite,
  kOutput, // to a terminal, file or socket: no path
  kUnseen  // a call of code that is not seen: no path
};

struct Touch {
  TouchKind kind = TouchKind::kRead;
  PathId path = kNoPath;
  bool is_atomic = false;
  bool is_synchronised = false; // goes through something that synchronises itself
  facts::AccessKind access = facts::AccessKind::kRead;
  facts::ValueUse use = facts::ValueUse::kIgnored;
  std::string method;            // container method, or what kind of output
  std::vector<PathId> selection; // variables that pick the element, in the same frame as `path`
  std::vector<HeldLock> held;    // must-held, in the same frame
  bool may_be_guarded = false;   // some lock is held on some ways there
  FunctionId function = kNoId;   // where it happens
  facts::EventId event = facts::kNone;
  const Hop* hop = nullptr;

  bool is_write() const { return kind == TouchKind::kWrite; }
};

struct TouchSummary {
  std::vector<Touch> touches;
  bool is_cut = false; // there are more than are listed
};

class Touches {
 public:
  // Of the roots and all that they call; others have an empty summary.
  Touches(const ProgramIndex& index, const CallGraph& graph, const Summaries& summaries,
          const std::vector<FunctionId>& roots);

  const TouchSummary& of(FunctionId function) const { return summaries_[function]; }
  // What one event does, in the frame of its function; for a call, what its targets do, callables that it calls
  // included.
  std::vector<Touch> at(FunctionId function, facts::EventId event) const;
  // What one thing that a target does is in the frame of the caller.
  std::optional<Touch> through(FunctionId caller, facts::EventId event, const Target& target, const Touch& inner) const;
  // What one call costs on average, with all that it calls, in operations; saturates.
  uint32_t cost_of_call(FunctionId caller, facts::EventId event) const;

 private:
  // Adds what a target does, in the frame of the caller, which holds `held` when it runs.
  void add_through(FunctionId caller, facts::EventId event, const Target& target, const std::vector<HeldLock>& held,
                   std::vector<Touch>& all) const;
  void add_callables(FunctionId caller, facts::EventId event, std::vector<Touch>& all) const;
  void summarise(FunctionId function);
  uint32_t cost_of_body(FunctionId function) const;
  void add(TouchSummary& summary, Touch touch) const;
  std::vector<Touch> access(FunctionId function, facts::EventId event) const;
  std::vector<PathId> selection(FunctionId function, facts::SelectionId id) const;
  std::vector<PathId> substituted(FunctionId caller, facts::EventId event, const Target& target,
                                  const Touch& touch) const;
  bool is_visible(FunctionId function, PathId path) const;
  bool is_unseen_call(FunctionId function, facts::EventId event) const;
  const Hop* hop(FunctionId function, facts::EventId event, const Hop* next) const;

  const ProgramIndex& index_;
  const CallGraph& graph_;
  const Summaries& link_summaries_;
  std::vector<TouchSummary> summaries_;
  std::vector<uint32_t> costs_;
  mutable std::deque<Hop> hops_;
};

} // namespace paraudit::link

#endif
