// Where a number that a counter gave ends up: in output, in what decides an order, in the keys of a sorted container.
//
// Over the flows of all functions (analysis/value_flows.h). A value that went into a call through a parameter comes
// back only out of that call; once it is in a member or a global, it is wherever that is read. Limits: as the flows;
// what virtual calls pass on is not followed. Cost: the flows are put in order once, at the first question; a question
// costs what it reaches. Thread-safety: none.
#ifndef PARAUDIT_CHECKER_LINK_VALUE_FLOWS_H
#define PARAUDIT_CHECKER_LINK_VALUE_FLOWS_H

#include "checker/link/program_index.h"

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

namespace paraudit::link {

struct ValueEnd {
  facts::ValuePlaceKind kind = facts::ValuePlaceKind::kOutput; // or Order, Key
  std::string name;                                            // Key: the container's place
  FunctionId function = kNoId;
  facts::Location where;
};

class ValueFlows {
 public:
  explicit ValueFlows(const ProgramIndex& index) : index_(index) {}

  // Nearest first.
  std::vector<ValueEnd> ends_of(FunctionId function, facts::EventId draw);

 private:
  using Place = uint32_t;
  struct Edge {
    Place to = 0;
    FunctionId function = kNoId;
    const facts::ValueFlow* flow = nullptr;
  };

  void collect();
  Place place(FunctionId function, const facts::ValuePlace& place);
  bool comes_through(const std::vector<facts::Transit>& through);
  bool comes_through(const facts::Transit& transit);

  const ProgramIndex& index_;
  bool is_collected_ = false;
  std::unordered_map<std::string, Place> places_;
  std::vector<std::vector<Edge>> edges_; // by the place they lead from
  std::map<facts::Transit, bool> transits_;
};

} // namespace paraudit::link

#endif
