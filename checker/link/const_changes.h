// What const functions change all the same: mutable members, what members own behind pointers, and globals, with no
// lock held. What an object only borrows is not told: references, and pointers that its class's destructor does not
// follow.
//
// Told at the innermost const function on the way to the change: const callers that only pass the call on are not
// named again. A private const method that only methods without const call is a step of those; copying that takes what
// the other object has (as auto_ptr did) is meant to change it. Non-const callees are
// followed from there, kMaxDepth deep; globals only into callees of the same class or with internal linkage. What is
// changed on the way to the program's end, to say why it ends, nobody sees again.
// Thread-safety: const after construction.
#ifndef PARAUDIT_CHECKER_LINK_CONST_CHANGES_H
#define PARAUDIT_CHECKER_LINK_CONST_CHANGES_H

#include "checker/link/contexts.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace paraudit::link {

struct ConstChange {
  FunctionId function = kNoId; // the const one
  FunctionId changer = kNoId;  // where the change is
  Site site;
  PathId path = kNoPath; // in the const function's frame
  std::string what;      // "the mutable member 'x'", ...
  std::string subject;   // canonical name
  bool counts = true;
};

class ConstChanges {
 public:
  ConstChanges(const ProgramIndex& index, const CallGraph& graph, const Summaries& summaries, const Contexts& contexts);

  // The first change of each const function, in the order of functions.
  const std::vector<ConstChange>& all() const { return all_; }

 private:
  struct Walk {
    FunctionId root = kNoId;
    std::set<FunctionId> seen;
    bool done = false;
  };

  bool promises(FunctionId function) const;
  bool find_promise(FunctionId function) const;
  bool is_own_step(FunctionId function, size_t depth) const;
  bool is_on_own_part(const Function& caller, facts::EventId call) const;
  bool changes_openly(const facts::FunctionFacts& caller) const;
  bool is_taking_copy(FunctionId function) const;
  void walk(Walk& state, FunctionId function, const Substitution* frame, int depth);
  void enter(Walk& state, FunctionId function, facts::EventId event, const Substitution* frame, int depth);
  void judge(Walk& state, FunctionId function, facts::EventId event, PathId path);
  bool describe(const Walk& state, FunctionId function, PathId path, bool is_assigned, ConstChange& change) const;
  bool is_near(FunctionId root, FunctionId function) const;
  void find_deleted();
  void find_changing();
  bool is_step(FunctionId caller, FunctionId callee) const;
  bool may_change_at(FunctionId function, facts::EventId call) const;
  const std::vector<bool>& last_words_of(FunctionId function);
  bool owns(const facts::AccessPath& path, size_t deref) const;

  const ProgramIndex& index_;
  const CallGraph& graph_;
  const Summaries& summaries_;
  const Contexts& contexts_;
  mutable std::vector<std::optional<bool>> promises_;  // by function; what is known of it
  std::vector<bool> may_change_;                       // by function
  std::set<std::string> deleted_;                      // pointers whose objects a destructor of the class destroys
  std::map<FunctionId, std::vector<bool>> last_words_; // by event
  std::vector<ConstChange> all_;
};

} // namespace paraudit::link

#endif
