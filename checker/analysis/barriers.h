// Atomic types of the program's own: one word whose methods order its accesses by assembler or by the compiler's
// builtins.
//
// Private to checker/analysis. Thread-safety: pure. Cost: walks the methods of classes that hold one word; a barrier in
// a function of its own is followed one call deep. Limits: methods whose bodies this unit does not have tell nothing.
#ifndef PARAUDIT_CHECKER_ANALYSIS_BARRIERS_H
#define PARAUDIT_CHECKER_ANALYSIS_BARRIERS_H

#include "checker/analysis/clang_headers.h"

namespace paraudit::analysis {

bool is_made_atomic(const clang::CXXRecordDecl* definition);

} // namespace paraudit::analysis

#endif
