// Where what is internal to a unit is at home: in a header, so that all units that include it mean the same by it, or
// in the unit alone.
//
// Private to checker/analysis. Thread-safety: pure. Cost: a walk over the declaration's scopes and template arguments.
#ifndef PARAUDIT_CHECKER_ANALYSIS_HOME_H
#define PARAUDIT_CHECKER_ANALYSIS_HOME_H

#include "checker/analysis/locations.h"

#include <string>

namespace paraudit::analysis {

// The header, or headers, that hold everything that makes the declaration internal; "": some of it is in the main file.
std::string home_of(const clang::NamedDecl* decl, const Locations& locations);

} // namespace paraudit::analysis

#endif
