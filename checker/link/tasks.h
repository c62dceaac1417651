// The tasks that parallel constructs start, and what each changes that others see: in the frame of the function that
// starts it.
//
// A task is one callable of one construct, or one that was handed over to code that such a construct runs
// (hand_overs.h). It runs `many` times at once where the construct calls it for each item or
// stands in a loop. What only this task's index or item selects, what it got by value, and what dies with it is its
// own. Limits: tasks are compared within the function that starts them; of objects that live longer, by field.
// Thread-safety: const after construction.
#ifndef PARAUDIT_CHECKER_LINK_TASKS_H
#define PARAUDIT_CHECKER_LINK_TASKS_H

#include "checker/link/signals.h"

#include <memory>
#include <optional>
#include <set>
#include <vector>

namespace paraudit::link {

// What comes to an object while a task does.
struct Partner {
  enum class Kind { kSameTask, kOtherTask, kStarter, kElsewhere };
  Kind kind = Kind::kSameTask; // another run of it
  Use use;
  const Hop* way = nullptr; // from the starter to the use; none from elsewhere
};

class Tasks {
 public:
  Tasks(const ProgramIndex& index, const CallGraph& graph, const Summaries& summaries);

  const std::vector<Task>& all() const { return tasks_; }
  // What may touch the same object at the same time: another run of the task, another task, the starter or, where the
  // task outlives it, whoever else comes to the object.
  std::optional<Partner> partner(const Task& task, const Touch& touch) const;
  // Whether another run of it, or another task, does so.
  bool has_parallel_task(const Task& task, const Touch& touch) const;
  // Whether another run of it, or another task, changes the same object.
  bool has_parallel_change(const Task& task, const Touch& touch) const;
  // A plain write that the starter, or a method of the object, makes while the task may read the same; none where the
  // task may have waited for it, or locks, before it reads.
  std::optional<Use> write_beside(const Task& task, const Touch& read) const;
  // Whether tasks make the access, and each to an element or object of its own.
  bool is_own(FunctionId function, facts::EventId event) const {
    return own_.contains({function, event}) && !shared_.contains({function, event});
  }
  const ThreadOrder& order() const { return order_; }

 private:
  Task describe(const Start& start) const;
  std::string construct_of(const Start& start) const;
  void add(const Start& start);
  bool is_own(const Task& task, const facts::Callable& callable, const Touch& inner, const Touch& touch) const;
  void share_with_neighbours(const std::vector<Touch>& own, Task& task);
  bool reads_beside(const Touch& touch) const;
  bool outlives_starter(const Task& task, const Touch& touch) const;
  bool is_selected_in_loop(const Task& task, const Touch& touch) const;
  bool comes_round(const Task& task) const;
  bool may_meet(const Task& task, const Task& other) const;
  bool may_meet_in_one_call(const Task& task, const Task& other) const;
  bool waits_for(const Task& task, facts::EventId event) const;
  std::optional<Partner> carrier_use(const Task& task, const Touch& touch) const;
  std::optional<Partner> same_use(const Task& task, const Touch& touch, const Target& other) const;
  std::optional<Partner> starter_use(const Task& task, const Touch& touch) const;
  std::optional<Partner> parallel_use(const Task& task, const Touch& touch, bool by_change) const;
  EventsBehind until_join(const Task& task, const Touch* touch = nullptr) const;
  bool may_be_same(const Touch& a, const Touch& b) const;

  const ProgramIndex& index_;
  const CallGraph& graph_;
  ThreadOrder order_;
  std::unique_ptr<Touches> touches_;
  std::unique_ptr<Signals> signals_;
  std::vector<Task> started_; // by start, without what they touch
  std::vector<Task> tasks_;
  std::set<std::pair<FunctionId, facts::EventId>> own_, shared_; // accesses
};

} // namespace paraudit::link

#endif
