// Changes of the source that mend findings, offered only where the accesses that were seen allow it.
//
// Pure functions of the linked program; where the text is and whether it compiles, the tool finds out. An order or
// guard is declared by attributes only on types that are Clang capabilities: elsewhere Clang drops them. Thread-safety:
// none needed.
#ifndef PARAUDIT_CHECKER_CHECKS_FIXES_H
#define PARAUDIT_CHECKER_CHECKS_FIXES_H

#include "checker/checks/finding.h"
#include "checker/link/link.h"

#include <optional>
#include <string>

namespace paraudit::checks {

// The last name of a qualified one: what a declaration is written with.
std::string short_name(const std::string& name);

// `before` is acquired before `after`: an attribute on the one that is declared later. Both are declared in one scope
// of one file, and no cycle says that the order is not meant.
std::optional<Fix> declare_order(const link::Program& program, const link::LockEdge& edge);

// guarded_by(lock) on the state, where both are declared in one scope, the lock first.
std::optional<Fix> declare_guard(const link::Program& program, const link::SharedState& shared);

// The same on a member or an object whose guard was inferred.
std::optional<Fix> declare_guard(const link::Program& program, const link::GuardedState& guarded);

// std::call_once for an initialisation by hand, where one function alone knows the object.
std::optional<Fix> init_once(const link::Program& program, const link::LazyInit& found);

// std::atomic for a counter that no declaration elsewhere knows, whose writes are single increments or resets.
std::optional<Fix> make_atomic(const link::Program& program, const link::SharedState& shared);

} // namespace paraudit::checks

#endif
