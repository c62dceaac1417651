// Which lock a member that refers to somebody else's lock leads to: `std::mutex& mutex_`, set by a constructor.
//
// Every place that binds such a member is followed to what the callers give: where all give objects of one lock class,
// the member goes by that class; where they give several, it is no lock of its own, and neither is what a guard's
// destructor unlocks: each object's is told where it is made. What nobody is seen to give goes by the member's name.
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

struct BorrowedLocks {
  std::map<std::string, LockId> owners; // by the member's symbol
  std::set<std::string> several;        // members that are no lock of their own
};

// `fields`: the members in question; the index has its functions and the other locks.
BorrowedLocks resolve_borrowed_locks(const ProgramIndex& index, const std::set<std::string>& fields);

} // namespace paraudit::link

#endif
