// How an interner is locked: what `-Z shards` and `-Z interner` choose. A plain value.
#ifndef PARAUDIT_MINICOMPILER_SOURCE_INTERN_POLICY_H
#define PARAUDIT_MINICOMPILER_SOURCE_INTERN_POLICY_H

namespace minirc {

struct InternPolicy {
  unsigned shards = 32;     // a power of two, 1 to 64; anything else is rounded down to one
  bool global_lock = false; // one lock for everything, reads included
};

} // namespace minirc

#endif
