// Test and act on one guarded state in two critical sections of one lock: what the test saw may be gone.
//
// A section is the code between one acquisition and its release, in a function or in what it calls. An act whose
// section tests the state again first is well. Limits: test and act are two things that one function does or calls
// directly. Thread-safety: const after construction.
#ifndef PARAUDIT_CHECKER_LINK_TWO_SECTIONS_H
#define PARAUDIT_CHECKER_LINK_TWO_SECTIONS_H

#include "checker/link/contexts.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace paraudit::link {

struct CheckThenAct {
  FunctionId function = kNoId;
  facts::EventId test = facts::kNone;
  facts::EventId act = facts::kNone; // the act or the call that contains it
  LockId lock = kNoId;
  std::string subject;
  Site test_site;
  Site act_site;
  bool counts = true;
};

class TwoSections {
 public:
  TwoSections(const ProgramIndex& index, const CallGraph& graph, const Summaries& summaries, const Contexts& contexts);

  // The first for each function and state, in the order of functions and events.
  const std::vector<CheckThenAct>& all() const { return all_; }

 private:
  // A read or write of a state inside a section.
  struct Use {
    facts::EventId event = facts::kNone; // of the function itself: the access, or the call that contains it
    PathId state = kNoPath;
    PathId lock = kNoPath;
    facts::EventId section = facts::kNone; // the acquisition; of a call the call itself
    bool is_write = false;
    bool is_test = false; // decides a branch
    facts::BlockId decides = facts::kNone;
    bool is_retested = false; // a write that a test of the same section comes before, or that tests by itself
    bool makes_empty = false; // `table[key]`: what was not there is tested for afterwards
  };

  const std::vector<Use>& uses(FunctionId function, int depth);
  std::vector<Use> find_uses(FunctionId function, int depth);
  void add_own(FunctionId function, facts::EventId event, std::vector<Use>& uses) const;
  void add_called(FunctionId function, facts::EventId event, int depth, std::vector<Use>& uses);
  void match(FunctionId function);
  std::string type_of(PathId state) const;
  bool is_counted_loop(const facts::FunctionFacts& function, const Use& test, facts::EventId act) const;
  bool is_own_value_in_wait(const facts::FunctionFacts& function, const Use& test, facts::EventId act) const;
  std::string subject_of(const facts::AccessPath& state) const;
  bool depends(const facts::FunctionFacts& function, const Use& test, facts::EventId act) const;

  const ProgramIndex& index_;
  const CallGraph& graph_;
  const Summaries& summaries_;
  const Contexts& contexts_;
  std::map<std::pair<FunctionId, int>, std::vector<Use>> uses_; // by function and depth
  std::vector<CheckThenAct> all_;
};

} // namespace paraudit::link

#endif
