// Elements that are never removed or changed, of a container that keeps them where they are: names that are interned.
// Only finding and inserting them needs the container's lock; whoever has one reads it without.
//
// Thread-safety: const. Cost: linear in the accesses of the state.
#ifndef PARAUDIT_CHECKER_LINK_KEPT_ELEMENTS_H
#define PARAUDIT_CHECKER_LINK_KEPT_ELEMENTS_H

#include "checker/link/guards.h"

namespace paraudit::link {

// Whether the path leads to such an element of the container that is the state; `base`: as in SubjectPart.
bool is_kept_element(const ProgramIndex& index, const Subject& subject, const GuardedState& state, PathId path,
                     size_t base);

} // namespace paraudit::link

#endif
