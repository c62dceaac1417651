// The loops over collections in one function body, with what one iteration leaves behind in the function's locals.
//
// A loop counts when it is range-based, when it counts an index that its body uses to pick elements, or when it runs an
// iterator. Private to checker/analysis. Thread-safety: as Unit. Cost: one walk over each loop for every loop around
// it.
#ifndef PARAUDIT_CHECKER_ANALYSIS_LOOPS_H
#define PARAUDIT_CHECKER_ANALYSIS_LOOPS_H

#include "checker/analysis/selections.h"

namespace paraudit::analysis {

void collect_loops(Unit& unit, Body& body, const clang::Stmt* code, facts::FunctionFacts& out);

} // namespace paraudit::analysis

#endif
