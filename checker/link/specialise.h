// Copies of functions for what their callers tell of the arguments: `log(text, /*lock=*/false)` does not do what
// `log` does under `if (lock)`, and `release()` of a counted base class, called on a `Node`, destroys nodes alone. Each
// copy has the branches cut that its constants exclude, its virtual calls on its own object, or on one that it is
// given, run what objects of the class have, and every later step of link takes it for a function of its own, so that
// none needs to know of paths, values and classes.
//
// Copies are made only where a parameter, or the class of the object, decides over locks, waits, calls of what is not
// known (the class of an object that is given, such as a visitor: over locks alone), or over arguments that decide over
// such in turn; calls through pointers and callables go to the function as it is. A function whose every use was a call
// that got a copy is replaced by its copies. The idea is procedure cloning: K. D. Cooper, M. W. Hall, K. Kennedy, "A
// methodology for procedure cloning", 1993; of the object's class it is customization: C. Chambers, D. Ungar,
// "Customization", 1989.
//
// Cost: functions x parameters, and the copies. Limits: kMaxCopies and kMaxReceivers of one function, constants of its
// caller's arguments alone (not of members, nor of what branches in the caller tell), the class that the expression for
// the object has in the source. Thread-safety: none; changes what it is given.
#ifndef PARAUDIT_CHECKER_LINK_SPECIALISE_H
#define PARAUDIT_CHECKER_LINK_SPECIALISE_H

#include "checker/link/program_index.h"

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace paraudit::link {

inline constexpr size_t kMaxCopies = 16;    // for constants
inline constexpr size_t kMaxReceivers = 64; // for classes of the object, and constants

// A function under the symbol that the program knows it by, which the facts or the index own.
struct NamedFunction {
  std::string_view symbol;
  Function function;
  bool is_gone = false; // its copies are all that is left
};
using NamedFunctions = std::deque<NamedFunction>;

// Functions by their place among all.
struct Specialised {
  struct Call {
    size_t caller = 0;
    facts::EventId event = facts::kNone;
    size_t callee = 0;
    size_t copy = 0;
  };
  std::vector<Call> calls;                         // those that go to a copy
  std::vector<std::pair<size_t, size_t>> replaced; // functions that are gone, and a copy of each
};

// Adds copies to `functions`, with symbols of their own, and marks what they replace. `index` owns the copies.
Specialised specialise(ProgramIndex& index, NamedFunctions& functions);

} // namespace paraudit::link

#endif
