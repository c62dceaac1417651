// How tasks wait for each other: one gives a signal after what it did, another waits for it before it goes on.
//
// A signal is a write of what the wait looks at (a flag, under a lock or atomic), a method of the object that is waited
// on (count_down, release, a barrier's arrive_and_wait), a promise's value, or the task's end. Where a wait is seen and
// its signal is not, the signal comes last. Also who is elected: `if (left.fetch_sub(1) == 1)` lets one of many go on.
// Limits: the order of events in the task's own body, whatever branches and loops are between; a signal that is given
// in every round of a loop counts as one after all of it. Thread-safety: const after construction.
#ifndef PARAUDIT_CHECKER_LINK_SIGNALS_H
#define PARAUDIT_CHECKER_LINK_SIGNALS_H

#include "checker/link/task.h"

#include <optional>
#include <vector>

namespace paraudit::link {

class Signals {
 public:
  Signals(const ProgramIndex& index, const CallGraph& graph, const Touches& touches, const ThreadOrder& order)
      : index_(index), graph_(graph), touches_(touches), order_(order) {}

  // Whether an event of the starter waits for what the task does after `touch`.
  bool is_signalled(const Task& task, const Touch& touch, facts::EventId at) const;
  // Whether one task does `given` and then signals, and the other waits for that before `taken`.
  bool orders(const Task& giver, const Touch& given, const Task& taker, const Touch& taken) const;
  // Whether all runs of the task meet between the two, in whichever order: at a barrier, in a loop at two.
  bool meet_between(const Task& task, const Touch& a, const Touch& b) const;
  // Whether the task has waited for something, or taken a lock, before it comes to what it touches.
  bool is_ordered_before(const Task& task, const Touch& touch) const;
  // The event that lets one of all runs of the task's body come to what it touches; kNone where there is none.
  facts::EventId election(const Task& task, const Touch& touch) const;
  // Whether a run of the body touches it before the election, or as the one elected.
  bool comes_first(const Task& task, const Touch& touch, facts::EventId election) const;

 private:
  struct Wait {
    facts::EventId event = facts::kNone;
    std::vector<PathId> looked_at; // in the starter's frame; the object that is waited on first, or kNoPath
    bool on_result = false;        // of a future
    bool on_end = false;           // of a thread or task
    bool in_call = false;          // what waits is called
  };
  std::vector<Wait> waits(const Task& task, facts::EventId before) const;
  std::optional<bool> signals_after(const Task& task, const Touch& touch, const Wait& wait) const;
  bool ends(const Task& giver, const Task& taker, const Wait& wait) const;
  bool is_answered(const Task& task, const Touch& touch, const Wait& wait) const;
  bool is_given(const Task& task, PathId object) const;

  const ProgramIndex& index_;
  const CallGraph& graph_;
  const Touches& touches_;
  const ThreadOrder& order_;
};

} // namespace paraudit::link

#endif
