// Functions after whose call nothing of the caller runs, whether an attribute says so or only their bodies.
//
// Private to checker/analysis. Thread-safety: pure. Cost: a look at the body's last statement; bodies that end in such
// a call are walked once. Limits: a body is followed through kMaxDepth calls, and must lie in this unit.
#ifndef PARAUDIT_CHECKER_ANALYSIS_NEVER_RETURNS_H
#define PARAUDIT_CHECKER_ANALYSIS_NEVER_RETURNS_H

#include "checker/analysis/clang_headers.h"

namespace paraudit::analysis {

// `exit`, `quit` whose body ends in it, a helper that does nothing but throw.
bool never_returns(const clang::FunctionDecl* function, int depth = 0);

// Whether what follows the element in its block cannot run.
bool ends_block(const clang::CFGElement& element);

} // namespace paraudit::analysis

#endif
