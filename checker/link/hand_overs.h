// Callables that a task runs without having made them: what a `parallel_for` of the program's own gets, what waits in
// the queue of a thread pool, what a member holds that a thread calls. Whoever gave them has started a task.
//
// For each thing that is started, the calls on its thread are followed to those of stored callables, and from there
// back along the copies (stored_callables.h) to the expressions that made them. What a function that runs on the
// thread is given there is no hand-over; nor what is called under a lock, one after the other. A member counts where
// the object that has it is the one that the task was started on: another object of the class has another callback.
// Cost: starts x functions that they reach in kMaxChain calls. Thread-safety: const after construction.
#ifndef PARAUDIT_CHECKER_LINK_HAND_OVERS_H
#define PARAUDIT_CHECKER_LINK_HAND_OVERS_H

#include "checker/link/call_graph.h"
#include "checker/link/summary.h"

#include <optional>
#include <set>
#include <tuple>
#include <vector>

namespace paraudit::link {

// A callable that is given to a parallel construct, or handed over to what such a construct has started.
struct Start {
  static constexpr size_t kNone = static_cast<size_t>(-1);

  FunctionId starter = kNoId; // the function that gives it
  facts::EventId event = facts::kNone;
  const facts::Callable* callable = nullptr;
  size_t carrier = kNone;      // the start that runs it; kNone where a construct does
  bool is_kept = false;        // in a member or a queue between: the call that hands it over does not wait
  bool is_one_of_many = false; // in a container between: each is run once
  bool is_in_graph = false;    // in a node of a graph, whose edges say what is run after what
};

class HandOvers {
 public:
  HandOvers(const ProgramIndex& index, const CallGraph& graph, const Summaries& summaries);

  // What a start is carried by comes before it.
  const std::vector<Start>& starts() const { return starts_; }

 private:
  static constexpr uint32_t kMaxChain = 10;

  // A function that runs on the thread of a start, and the call that leads there.
  struct Reached {
    FunctionId function = kNoId;
    Substitution call;
    size_t caller = Start::kNone;
    uint32_t length = 0;
  };
  // A place on the way back from a call of a stored callable.
  struct Way {
    StoredCallables::Place at = kNoId;
    bool is_on_thread = true; // whoever feeds it runs on the thread of the start, too
    bool is_kept = false;
    bool is_one_of_many = false;
    bool is_in_graph = false;
    FunctionId function = kNoId; // that fed the place before, and where
    facts::EventId event = facts::kNone;
    auto operator<=>(const Way&) const = default;
  };

  void follow(size_t start);
  void add_reached(FunctionId function, Substitution call, size_t caller);
  void visit(size_t reached);
  void begin(FunctionId function, PathId unit_path, bool is_on_thread);
  void enter(Way way, FunctionId function, PathId path);
  void go_back(const Way& way);
  void hand_over(size_t carrier, const Way& way, const StoredCallables::Given& given);
  bool is_of_start(FunctionId function, PathId path) const;
  bool may_be_fed_by_any(StoredCallables::Place at) const;
  PathId lifted(size_t reached, PathId path) const;
  bool is_serial(FunctionId function, facts::EventId event) const;

  const ProgramIndex& index_;
  const CallGraph& graph_;
  const Summaries& summaries_;
  std::vector<Start> starts_;
  std::set<std::tuple<FunctionId, facts::EventId, std::string>> followed_;
  // Of the start that is followed.
  Start start_;
  FunctionId runs_ = kNoId;
  std::set<const facts::Callable*> handed_over_;
  std::vector<Reached> reached_;
  std::map<FunctionId, size_t> reached_at_;
  std::set<Way> seen_;
  std::vector<Way> work_;
};

} // namespace paraudit::link

#endif
