// Serial loops over collections that could run in parallel, and what keeps others from it.
//
// An iteration is independent when nothing that it changes, through all calls, is touched by another: it may change its
// own element, what it makes itself, and what a lock or an atomic guards. Loops with a carried value, an early exit or
// a body that is not worth a task are no candidates. Cost is counted in operations, calls with what they call. Built on
// demand: it needs the touches of nearly every function. Thread-safety: const after construction.
#ifndef PARAUDIT_CHECKER_LINK_CANDIDATES_H
#define PARAUDIT_CHECKER_LINK_CANDIDATES_H

#include "checker/link/tasks.h"
#include "checker/link/touches.h"

#include <string>
#include <vector>

namespace paraudit::link {

inline constexpr uint32_t kWorthATask = 60; // operations an iteration
inline constexpr size_t kFewObstacles = 3;

enum class ObstacleKind {
  kSharedState, // changed by every iteration
  kOrder,       // output or appends that rely on the order of iterations
  kLock,        // that iterations would fight over
  kReduction,   // a sum or flag of the function's
  kUnseenCode,
  kTooMuch // more accesses than are followed
};

struct Obstacle {
  ObstacleKind kind = ObstacleKind::kSharedState;
  std::string subject;
  Site site;
};

struct Candidate {
  FunctionId function = kNoId;
  const facts::Loop* loop = nullptr;
  Site site;
  uint32_t cost = 0;
  std::vector<Obstacle> obstacles; // none: it could run in parallel as it is
};

// The candidates of a program: those without obstacles first, each group by place.
std::vector<Candidate> find_candidates(const ProgramIndex& index, const CallGraph& graph, const Summaries& summaries,
                                       const Tasks& tasks);

} // namespace paraudit::link

#endif
