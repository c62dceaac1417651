// What a loop leaves behind in the order of its rounds: output, and elements of sequences.
//
// Left out is what shows no order: sequences that are sorted or never looked at, local ones that only such loops go
// through, what is written before the program ends whatever happens or before an assertion fails, lines that show
// addresses and so differ anyway, and what only those see who debug the program: in functions and under tests that are
// named so. Calls are followed kMaxDepth deep for output. Thread-safety: const after
// construction.
#ifndef PARAUDIT_CHECKER_CHECKS_LOOP_ORDER_H
#define PARAUDIT_CHECKER_CHECKS_LOOP_ORDER_H

#include "checker/checks/finding.h"
#include "checker/checks/sequences.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

namespace paraudit::checks {

class LoopOrder {
 public:
  LoopOrder(const link::Program& program, const Sequences& sequences)
      : program_(program), index_(*program.index), sequences_(sequences) {}

  // Where, and the name of the sequence that is filled; output has none.
  using Shown = std::set<std::pair<Place, std::string>>;
  Shown shown_by(link::FunctionId function, const facts::Loop& loop) const { return shown_by(function, loop, 0); }

 private:
  Shown shown_by(link::FunctionId function, const facts::Loop& loop, int depth) const;
  bool is_picked(const link::Function& function, facts::SelectionId selection) const;
  void add_event(link::FunctionId function, facts::EventId event, bool prints_addresses, Shown& shown) const;
  bool shows_later(link::FunctionId function, const facts::Carried& carried, int depth) const;
  bool prints(link::FunctionId function, facts::EventId event) const;
  std::set<facts::BlockId> debug_tests(link::FunctionId function) const;
  std::vector<bool> debug_events(link::FunctionId function) const;

  const link::Program& program_;
  const link::ProgramIndex& index_;
  const Sequences& sequences_;
};

// As the user knows the object of an access: the last member, or the variable.
std::string object_name(const link::Program& program, link::FunctionId function, link::PathId path);

} // namespace paraudit::checks

#endif
