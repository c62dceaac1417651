// For tests: small programs of lock operations, and every deadlock that some interleaving of one ends in.
//
// Thread-safety: pure. Cost: the product of the scripts' lengths in states, about 2 us each. Limit: scripts of at most
// 254 operations.
#ifndef PARAUDIT_REPORTS_ANALYSIS_LOCK_INTERLEAVINGS_H
#define PARAUDIT_REPORTS_ANALYSIS_LOCK_INTERLEAVINGS_H

#include <compare>
#include <cstddef>
#include <cstdint>
#include <set>
#include <utility>
#include <vector>

#include "runtime/abi/trace_format.h"

namespace paraudit::reports {

enum class Kind { kAcquire, kRelease, kStart, kJoin };

struct Operation {
  Kind kind;
  std::size_t lock = 0; // or thread
  std::uint32_t mode = PARAUDIT_EXCLUSIVE;
  std::size_t after_failure = 0; // where a failed try goes on
};
using Script = std::vector<Operation>;

// Objects and the class of each; script 0 is the main thread's, which starts and joins the others.
struct Program {
  std::vector<std::size_t> class_of;
  std::vector<Script> threads;
};

struct Held {
  std::size_t lock;
  std::uint32_t mode;
  auto operator<=>(const Held&) const = default;
};
using HeldList = std::vector<Held>;

// What the thread holds before each of its operations, and in the end; of several holds of one lock the innermost is
// released.
std::vector<HeldList> held_everywhere(const Script& script);

using LockPairs = std::set<std::pair<std::size_t, std::size_t>>; // of classes

// Pairs (held, waited for) of threads that wait for each other in a circle, or for themselves.
LockPairs deadlocks(const Program& program);

} // namespace paraudit::reports

#endif
