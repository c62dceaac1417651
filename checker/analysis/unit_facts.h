// The facts of a unit that somebody else has parsed: what a plug-in of another tool has in hand.
//
// Thread-safety: one unit per thread, none of whose declarations may change meanwhile. Cost: that of extract() without
// its parse; bodies in system headers that the host did parse are read as templates' are. Errors: a unit with errors
// yields facts of what is valid in it; whether that is wanted, the caller knows.
#ifndef PARAUDIT_CHECKER_ANALYSIS_UNIT_FACTS_H
#define PARAUDIT_CHECKER_ANALYSIS_UNIT_FACTS_H

#include "checker/facts/facts.h"

#include <string>

namespace clang {
class ASTContext;
class Preprocessor;
} // namespace clang

namespace paraudit::analysis {

// `directory`: what relative paths of the unit are relative to.
facts::TuFacts facts_of_unit(clang::ASTContext& context, clang::Preprocessor& preprocessor,
                             const std::string& directory);

} // namespace paraudit::analysis

#endif
