// Loops that look at the element of another iteration: `v[i] = v[i - 1] + w[i]`. Elements of one array or container are
// one in access paths, so that a loop over an index is asked for this in its source.
// Thread-safety: pure. Cost: linear in the body. Limit: distances that are constants; not through variables or calls.
#ifndef PARAUDIT_CHECKER_ANALYSIS_NEIGHBOURS_H
#define PARAUDIT_CHECKER_ANALYSIS_NEIGHBOURS_H

#include "checker/analysis/clang_headers.h"

#include <string>

namespace paraudit::analysis {

struct Neighbour {
  const clang::Expr* element = nullptr; // null: there is none
  std::string name;                     // of the array or container
};

// An element at a distance from the loop's own, or at a fixed place, of an array or container of which the loop changes
// elements.
Neighbour neighbour_of_changed(const clang::Stmt* body, const clang::VarDecl* index, clang::ASTContext& context);

} // namespace paraudit::analysis

#endif
