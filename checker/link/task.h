// One task of a parallel construct, and what it touches that others see.
//
// Plain data, made by Tasks.
#ifndef PARAUDIT_CHECKER_LINK_TASK_H
#define PARAUDIT_CHECKER_LINK_TASK_H

#include "checker/link/hand_overs.h"
#include "checker/link/thread_order.h"
#include "checker/link/touches.h"

#include <optional>
#include <string>
#include <vector>

namespace paraudit::link {

struct Task {
  FunctionId starter = kNoId;
  facts::EventId event = facts::kNone; // the construct, or what hands it over
  const facts::Callable* callable = nullptr;
  FunctionId function = kNoId; // what runs
  bool many = false;
  bool waits = false;            // the construct returns after the task has run
  size_t carrier = Start::kNone; // by Tasks' starts: what it was handed over to; kNone where a construct starts it
  bool is_apart = true;          // of two such tasks each may have a thread
  bool is_in_graph = false;      // a node's, which is run after others
  std::string construct;         // its name
  std::vector<Touch> touches;    // of what is not its own; in the starter's frame
  std::optional<Thread> thread;  // where it may run on when the starter has returned
};

} // namespace paraudit::link

#endif
