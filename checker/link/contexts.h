// What may run in parallel with what: parallel entries, the main thread and its phases, and the locks that every
// caller of a function holds.
//
// A context is a thread, or a kind of thread, that code runs on. Code of the main thread counts only while another
// thread can be alive: before the first is started and after all are joined it has no partner. Code that nothing
// known reaches is taken to run on any thread, but for hooks for tests, which their names tell (ForTesting, TestOnly,
// FUZZING_ONLY, TestHelper, TEST_Crash): what they change, they change while nothing else runs. Thread-safety: const
// after construction.
#ifndef PARAUDIT_CHECKER_LINK_CONTEXTS_H
#define PARAUDIT_CHECKER_LINK_CONTEXTS_H

#include "checker/link/call_graph.h"
#include "checker/link/summary.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

namespace paraudit::link {

struct ParallelEntry {
  FunctionId function = kNoId;
  bool many = false;  // several threads may run it at once
  std::string reason; // "std::thread", "--parallel-entry", "externally visible"
  Site site;
};

class Contexts {
 public:
  Contexts(const ProgramIndex& index, const CallGraph& graph, const Summaries& summaries,
           const std::vector<std::string>& entry_patterns);

  const std::vector<ParallelEntry>& entries() const { return entries_; }
  bool has_entries() const { return !entries_.empty(); }
  // Patterns of --parallel-entry that match no function.
  const std::vector<std::string>& unmatched_patterns() const { return unmatched_patterns_; }

  // Whether a parallel entry reaches the function.
  bool is_reached_by_entry(FunctionId function) const { return !reached_by_[function].empty(); }
  bool is_test_hook(FunctionId function) const { return is_test_hook_[function]; }
  // Whether nobody calls the function: what only its class or file can call, and nothing that runs does.
  bool is_dead(FunctionId function) const { return is_dead_[function]; }
  // Whether anybody could, but nobody who is seen calls the function, in a program that has a main.
  bool is_unreached(FunctionId function) const { return is_unreached_[function]; }
  // Whether only initialisers of static objects run the function: before main, or while a library is loaded.
  bool runs_at_start_only(FunctionId function) const { return at_start_[function]; }
  // Whether the calls that are seen are all: some call it, and nobody else got its address.
  bool has_known_callers(FunctionId function) const;
  // Whether nobody outside can call the function, and everybody inside calls it under a once flag, or from what runs
  // so.
  bool runs_once_only(FunctionId function) const { return runs_once_only(function, 0); }
  // Whether this point may run while another thread does.
  bool may_be_parallel(FunctionId function, facts::EventId event) const;
  // Whether no thread that the function started runs at this point: before the first, after the joins. False where it
  // starts none, or where it runs on several threads itself.
  bool is_alone(FunctionId function, facts::EventId event) const;
  // Whether a thread that the function started may run at this point.
  bool runs_threads(FunctionId function, facts::EventId event) const {
    return event < busy_[function].size() && busy_[function][event];
  }
  // Whether the points, one a thread, may all be executed at once by different threads.
  bool may_overlap(const std::vector<std::pair<FunctionId, facts::EventId>>& points) const;
  // Whether the function declares that its callers hold the lock, and of those that are seen none does: the
  // declaration is wrong, and no thread holds the lock by it.
  bool is_unkept_contract(FunctionId function, LockId lock) const;
  // Locks that are held whenever the function is entered.
  const std::vector<HeldLock>& held_on_entry(FunctionId function) const { return held_on_entry_[function]; }

 private:
  struct Phases;

  void find_dispatched();
  void find_by_pattern(const std::vector<std::string>& patterns);
  void find_visible();
  bool runs_once_only(FunctionId function, size_t depth) const;
  bool is_under_once(FunctionId caller, facts::EventId call) const;
  void find_at_start();
  void find_dead();
  template <class IsCalled> std::vector<bool> left_out(IsCalled is_called) const;
  std::vector<bool> reached_from(std::vector<FunctionId> work) const;
  void add_entry(FunctionId function, bool many, const std::string& reason, const Site& site);
  void reach_from_entries();
  void compute_phases();
  std::set<uint32_t> dispatched(FunctionId function, facts::EventId event) const;
  std::set<uint32_t> started_by_call(FunctionId caller, const facts::Event& event, FunctionId callee) const;
  void note_overlap(FunctionId function, uint32_t one, uint32_t other);
  void find_unordered();
  bool may_run_beside(uint32_t one, uint32_t other) const;
  void walk_main(FunctionId main);
  void meet_spot_calls();
  bool is_given(const facts::Event& event, FunctionId callee) const;
  Substitution given_by(const SpotCall& call, FunctionId callee) const;
  bool meet_call(FunctionId caller, const Substitution& substitution, std::vector<HeldLock> held, FunctionId callee);
  void compute_entry_locks();
  bool meet_into(FunctionId callee, const std::vector<HeldLock>& held);
  std::vector<uint32_t> contexts_of(FunctionId function, facts::EventId event) const;
  bool assign(const std::vector<std::vector<uint32_t>>& choices, size_t next, std::vector<uint32_t>& used) const;

  const ProgramIndex& index_;
  const CallGraph& graph_;
  const Summaries& summaries_;
  std::vector<ParallelEntry> entries_;
  std::vector<std::string> unmatched_patterns_;
  std::vector<std::vector<uint32_t>> reached_by_; // entries that reach each function, sorted
  std::vector<bool> is_test_hook_;
  std::vector<bool> is_dead_, is_unreached_, at_start_;
  std::vector<bool> leaves_threads_;       // returns with a thread running
  std::vector<std::set<uint32_t>> starts_; // threads that a call starts: functions, or what parameters name
  std::set<std::pair<FunctionId, FunctionId>> overlaps_; // entries that main lets run at once
  std::vector<bool> unordered_;                          // by function: an entry that may run beside any other
  std::vector<std::vector<bool>> busy_;                  // events after which threads may run, entered with none
  std::vector<bool> main_quiet_, main_busy_;             // reached from main with no thread running, with some
  std::vector<std::vector<HeldLock>> held_on_entry_;
  std::vector<bool> entry_known_;
};

} // namespace paraudit::link

#endif
