// Sequences by place, all over the program: which are put in order later, and of which nobody asks in what order they
// are.
//
// A place is a member, a global, or a local of one function. Thread-safety: const after construction. Cost: one pass
// over all events.
#ifndef PARAUDIT_CHECKER_CHECKS_SEQUENCES_H
#define PARAUDIT_CHECKER_CHECKS_SEQUENCES_H

#include "checker/link/link.h"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace paraudit::checks {

bool is_append(facts::AccessKind kind, std::string_view method);

class Sequences {
 public:
  explicit Sequences(const link::Program& program);

  // "" for what has none.
  std::string place(link::FunctionId function, facts::PathId unit_path) const;
  // Of a path in the program's table, rooted in this function.
  std::string place_of(link::FunctionId function, link::PathId path) const;
  // Sorted, or a work list from which elements are taken again.
  bool is_put_in_order(const std::string& place) const { return sorted_.contains(place) || drained_.contains(place); }
  // A global that no other unit sees, or a member in a whole program, which is filled and emptied, but never looked at:
  // it owns what is in it, and no more.
  bool is_only_written(link::PathId path) const;

 private:
  void note(link::FunctionId function, const facts::Event& event);
  void look_at(link::FunctionId function, facts::PathId unit_path);
  void note_sorting_calls();
  void note_sorting_call(link::FunctionId function, facts::EventId event);
  void note_sorted(link::FunctionId function, facts::PathId unit_path);

  const link::Program& program_;
  const link::ProgramIndex& index_;
  std::set<std::string> sorted_, drained_;
  std::vector<bool> seen_;                               // paths that were looked at
  std::set<link::PathId> looked_at_;                     // globals, and what they lead to
  std::set<std::string> looked_at_members_;              // by name
  std::map<link::FunctionId, std::set<uint32_t>> sorts_; // the parameters that a function puts in order
};

} // namespace paraudit::checks

#endif
