// In which order a thread and the functions that use what it changes come: who starts it, who waits for it, and who
// uses the object outside of it, by the order of the calls of these.
//
// A use runs beside the thread where a caller comes to it from the start without having waited, and where nobody is
// seen to start and use. Any join counts for a thread whose handle is not known, and a wait that is no join for every
// thread: what it waits for is not asked. Cost: callers of a use, kMaxCallers up.
// Limits: objects of one class that are the thread's own are one. Thread-safety: const after construction.
#ifndef PARAUDIT_CHECKER_LINK_THREAD_ORDER_H
#define PARAUDIT_CHECKER_LINK_THREAD_ORDER_H

#include "checker/link/call_graph.h"

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace paraudit::link {

// Whether the event waits for something that another thread does: it ends, gives a signal, changes an atomic.
bool is_wait(const facts::Event& event);

// The events that a function may come to behind one, up to those that `ends` is true of.
struct EventsBehind {
  std::vector<facts::EventId> events;
  bool reaches_exit = false; // without one that ends it
};
EventsBehind events_behind(const facts::FunctionFacts& function, facts::EventId from,
                           const std::function<bool(facts::EventId)>& ends, std::vector<bool> closed_blocks = {});

// `for (std::thread& thread : threads) thread.join();`: where such a loop has come to its end, all have been waited
// for. By block: those that decide over another round of a loop with an event that `ends` is true of, and without
// `from`.
std::vector<bool> heads_of_ending_loops(const ProgramIndex& index, const Function& function, facts::EventId from,
                                        const std::function<bool(facts::EventId)>& ends);

// Whether a loop's body holds an event of the function that the loop is in.
bool holds_event(const ProgramIndex& index, const Function& function, const facts::Loop& loop, facts::EventId event);

// Where a function uses an object.
struct Use {
  FunctionId function = kNoId;
  facts::EventId event = facts::kNone;
};

struct Thread {
  FunctionId starter = kNoId;
  std::string handle;           // its place; empty: made apart
  std::string object_class;     // the starter makes it for objects of this one; empty: of any
  std::set<FunctionId> starts;  // the starter, and what calls it
  std::set<FunctionId> joins;   // what waits for it, and what calls such
  std::set<FunctionId> runs_in; // the functions that run on it
};

class ThreadOrder {
 public:
  ThreadOrder(const ProgramIndex& index, const CallGraph& graph);

  // The thread that `start` makes, whose body is `entry`.
  Thread describe(FunctionId starter, facts::EventId start, FunctionId entry) const;
  // Where a function that does not run on the thread uses the place, a path of the starter's, while the thread may run.
  std::optional<Use> use_beside(const Thread& thread, PathId path) const;
  // A plain write of the place, with no lock held, of a function that somebody calls after the start, without a join
  // between.
  std::optional<Use> write_beside(const Thread& thread, PathId path) const;
  // Functions that wait for another thread, whatever for, themselves or through calls.
  bool waits(FunctionId function) const { return waits_[function]; }
  // Whether an event calls one.
  bool waits_at(FunctionId caller, facts::EventId event) const;
  // The field or object that a path ends in: what objects of one class, reached by different paths, have in common.
  std::string place_name(PathId path) const;

 private:
  void find_waits();
  void index_accesses();
  std::string place_of_handle(const Function& function, facts::EventId start) const;
  bool is_join(const Thread& thread, FunctionId function, const facts::Event& event) const;
  std::set<FunctionId> callers_of(std::set<FunctionId> functions) const;
  bool is_user(const Thread& thread, FunctionId function) const;
  // What a task changes: a field, and where its object is behind a pointer, the member that leads there. Objects of one
  // class are one, but not what different members point to.
  struct Place {
    std::string name;
    std::string pointer;
  };
  Place place_of(PathId path) const;
  std::optional<facts::EventId> plain_write(FunctionId function, const Place& place) const;
  std::optional<facts::EventId> use_beside(const Thread& thread, FunctionId user, const Place& place,
                                           bool unordered) const;
  bool is_at(const Place& place, FunctionId user, facts::EventId event) const;
  bool joins_first(const Thread& thread, FunctionId function, facts::EventId before) const;
  bool may_come_beside(const Thread& thread, FunctionId user, bool unordered, int depth = 0) const;
  bool may_come_beside(const Thread& thread, FunctionId caller, facts::EventId call, bool unordered, int depth) const;
  EventsBehind behind(const Thread& thread, FunctionId function, facts::EventId start) const;
  std::optional<Thread> of_object_at(const Thread& thread, PathId path) const;
  std::set<FunctionId> starts_of(const Thread& thread) const;
  std::vector<facts::EventId> starts_in(const Thread& thread, FunctionId caller) const;
  bool starts_other(const Thread& thread, FunctionId caller, facts::EventId call) const;
  std::vector<facts::EventId> calls_of(FunctionId caller, const std::set<FunctionId>& functions) const;

  const ProgramIndex& index_;
  const CallGraph& graph_;
  std::vector<bool> waits_;
  std::vector<Use> joins_;                                  // what waits for a thread, whichever
  std::map<std::string, std::set<FunctionId>> accessed_by_; // by place_name
};

} // namespace paraudit::link

#endif
