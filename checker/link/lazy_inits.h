// Lazy initialisation without synchronisation: shared state that is tested, and initialised on one branch of the test.
//
// The test may go through a variable (`auto it = memo.find(key); if (it == memo.end())`), the initialisation through a
// call. State is shared when it has static storage, or is a member that a const method changes, or one beside a lock or
// an atomic that is initialised under a lock and tested without. A plain variable that other functions set as well,
// without such a test, is state that changes, not a value that is made on demand. Limits: the initialisation is looked
// for in the function that tests and what it calls directly. Thread-safety: const after construction.
#ifndef PARAUDIT_CHECKER_LINK_LAZY_INITS_H
#define PARAUDIT_CHECKER_LINK_LAZY_INITS_H

#include "checker/link/contexts.h"
#include "checker/link/subjects.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace paraudit::link {

struct LazyInit {
  FunctionId function = kNoId;
  PathId path = kNoPath;
  StateId state = kNoId; // a static object, or
  std::string field;     // a member
  facts::EventId test = facts::kNone;
  facts::EventId init = facts::kNone;
  FunctionId setter = kNoId; // the function, or what it calls
  Site test_site;
  Site init_site;
  bool is_locked_init = false; // double-checked locking
  bool is_relaxed = false;     // ... whose flag is atomic, with relaxed order
  bool counts = true;
};

class LazyInits {
 public:
  LazyInits(const ProgramIndex& index, const CallGraph& graph, const Summaries& summaries, const Contexts& contexts);

  // In the order of functions and events; the first of several tests in one function counts.
  const std::vector<LazyInit>& all() const { return all_; }
  bool has_static(StateId state) const { return states_.contains(state); }
  bool has_field(const std::string& field) const { return fields_.contains(field); }
  // Whether this access is the test, or belongs to it.
  bool is_test(FunctionId function, facts::EventId event) const { return tests_.contains({function, event}); }

 private:
  struct Init {
    FunctionId writer = kNoId;
    std::vector<HeldLock> held;
  };

  void find_setters();
  bool is_set_elsewhere(const LazyInit& found) const;
  void visit(FunctionId function);
  bool is_shared(FunctionId function, PathId path, LazyInit& found) const;
  bool class_synchronises(const std::string& field) const;
  bool is_set_before(FunctionId function, facts::EventId test, PathId path) const;
  bool is_taken_back(const LazyInit& found) const;
  bool is_tested_locked(FunctionId function, PathId path) const;
  bool tests_inside(FunctionId function, facts::EventId test, PathId path) const;
  void match(FunctionId function, facts::EventId test);
  bool find_init(LazyInit& found) const;
  void add(LazyInit found);
  bool initialises(FunctionId function, facts::EventId event, PathId path, int depth, Init& init) const;
  bool is_about_element(FunctionId function, facts::EventId test, facts::EventId init, PathId path) const;
  bool is_locked(FunctionId function, const std::vector<HeldLock>& held) const;
  bool is_once(const std::vector<HeldLock>& held) const;

  const ProgramIndex& index_;
  const CallGraph& graph_;
  const Summaries& summaries_;
  const Contexts& contexts_;
  std::map<PathId, std::set<FunctionId>> setters_;       // by static object: who assigns it a value, whole
  std::set<std::pair<FunctionId, PathId>> initialisers_; // who sets which of them after a test
  std::vector<LazyInit> all_;
  std::set<StateId> states_;
  std::set<std::string> fields_;
  std::set<std::pair<FunctionId, facts::EventId>> tests_;
  std::set<std::pair<FunctionId, PathId>> known_;
};

} // namespace paraudit::link

#endif
