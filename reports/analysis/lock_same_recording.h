// For tests: of the programs that leave the same recording one with the most freedom.
//
// A recording holds the chains that each thread formed, each at its first sight: not how often, and not what was
// acquired and released in between. A detector that misses no deadlock of any program with that recording must report
// those of this one.
//
// Thread-safety: pure. Cost: exponential in the chains of a thread, for scripts of some dozens of operations.
#ifndef PARAUDIT_REPORTS_ANALYSIS_LOCK_SAME_RECORDING_H
#define PARAUDIT_REPORTS_ANALYSIS_LOCK_SAME_RECORDING_H

#include "reports/analysis/lock_interleavings.h"

namespace paraudit::reports {

// The given program, whose workers then form each of their chains again, without what the chain does not need: a lock
// that is held alone is acquired alone, one that no chain shows acquired under fewer locks is acquired as the chains
// show it. Of chains that would make a script longer than brute force can visit the last are left out.
Program loosest_of_same_recording(const Program& program);

} // namespace paraudit::reports

#endif
