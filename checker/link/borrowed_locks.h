// Which lock a member that refers to somebody else's lock leads to: `std::mutex& mutex_`, set by a constructor.
//
// Every place that binds such a member is followed to what the callers give: where all give objects of one lock class,
// the member goes by that class; where they give several, or something unknown, by its own name.
//
// Thread-safety: one thread. Cost: linear in events where there are such members, one more round for each function that
// only passes a lock on.
#ifndef PARAUDIT_CHECKER_LINK_BORROWED_LOCKS_H
#define PARAUDIT_CHECKER_LINK_BORROWED_LOCKS_H

#include <map>
#include <set>
#include <string>

#include "checker/link/program_index.h"

namespace paraudit::link {

// By the member's symbol. `fields`: the members in question; the index has its functions and the other locks.
std::map<std::string, LockId> resolve_borrowed_locks(const ProgramIndex& index, const std::set<std::string>& fields);

} // namespace paraudit::link

#endif
