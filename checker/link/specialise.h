// Copies of functions for what their callers tell of the arguments: `log(text, /*lock=*/false)` does not do what
// `log` does under `if (lock)`, and `release()` of a counted base class, called on a `Node`, destroys nodes alone. Each
// copy has the branches cut that its constants exclude, its virtual calls on its own object run what objects of the
// class have, and every later step of link takes it for a function of its own, so that none needs to know of paths,
// values and classes.
//
// Copies are made only where a parameter, or the class of the object, decides over locks, waits, calls of what is not
// known, or over arguments that decide over such in turn; calls through pointers and callables go to the function as it
// is. A function whose every use was a call that got a copy is replaced by its copies. The idea is procedure cloning:
// K. D. Cooper, M. W. Hall, K. Kennedy, "A methodology for procedure cloning", 1993; of the object's class it is
// customization: C. Chambers, D. Ungar, "Customization", 1989.
//
// Cost: functions x parameters, and the copies. Limits: kMaxCopies and kMaxReceivers of one function, constants of its
// caller's arguments alone (not of members, nor of what branches in the caller tell), the class that the expression for
// the object has in the source. Thread-safety: none; changes what it is given.
#ifndef PARAUDIT_CHECKER_LINK_SPECIALISE_H
#define PARAUDIT_CHECKER_LINK_SPECIALISE_H

#include "checker/link/program_index.h"

#include <map>
#include <string>

namespace paraudit::link {

inline constexpr size_t kMaxCopies = 16;    // for constants
inline constexpr size_t kMaxReceivers = 64; // for classes of the object, and constants

struct Specialised {
  // The copies, by symbol of the caller, event, and symbol of the callee.
  std::map<std::string, std::map<facts::EventId, std::map<std::string, std::string>>> calls;
  std::map<std::string, std::string> replaced; // functions that are gone, and a copy of each
};

// Adds copies to `functions`, keyed by symbols of their own, and removes what they replace. `index` owns the copies.
Specialised specialise(ProgramIndex& index, std::map<std::string, Function>& functions);

} // namespace paraudit::link

#endif
