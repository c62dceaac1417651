// Which reading of an access to nested objects counts, and which accesses are told. See guards.h.
#include "checker/link/guards.h"

#include <algorithm>

namespace paraudit::link {

void Guards::find_members() {
  for (const GuardedState& state : states_) {
    for (const size_t i : state.unguarded) {
      unguarded_.insert({state.accesses[i].access->function, state.accesses[i].access->event});
    }
    const bool is_known = state.source == GuardSource::kDeclared || state.source == GuardSource::kInferred;
    if (is_known && subject(state).state == kNoId) {
      for (const GuardedAccess& access : state.accesses) {
        of_members_.insert({access.access->function, access.access->event});
      }
    }
  }
}

// An access of `table.stats.hits` is judged by the innermost of its readings that has a guard.
void Guards::leave_to_inner() {
  auto is_inner = [&](const GuardedAccess& access) {
    const std::vector<SubjectPart>& parts = accesses_.subjects().of(access.access->path);
    for (size_t depth = access.depth + 1; depth < parts.size(); ++depth) {
      const GuardedState* inner = of(parts[depth].subject);
      if (inner != nullptr && (inner->source == GuardSource::kDeclared || inner->source == GuardSource::kInferred)) {
        return true;
      }
    }
    return false;
  };
  for (GuardedState& state : states_) {
    auto drop = [&](size_t i) { return is_inner(state.accesses[i]); };
    std::erase_if(state.unguarded, drop);
    std::erase_if(state.inconsistent, drop);
  }
}

} // namespace paraudit::link
