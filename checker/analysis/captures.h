// What a lambda carries along: what it captures itself and, after that, what the lambdas do that it has captured from
// variables. `[&] { add(); }` reaches what `add` captured, whatever its source says.
// Thread-safety: pure. Cost: captures, times kMostLambdas in one another. Limit: lambdas in variables of that type.
#ifndef PARAUDIT_CHECKER_ANALYSIS_CAPTURES_H
#define PARAUDIT_CHECKER_ANALYSIS_CAPTURES_H

#include "checker/analysis/clang_headers.h"

#include <vector>

namespace paraudit::analysis {

struct CarriedCapture {
  const clang::ValueDecl* declared = nullptr; // null: `this`, or the size of an array
  const clang::VarDecl* variable = nullptr;   // null: none, or a structured binding
  bool is_this = false;
  bool by_reference = false;
};

// The bodies that a lambda has: of a generic one, as many as it is called with different types.
std::vector<const clang::FunctionDecl*> instances_of(const clang::LambdaExpr* lambda);

// In the order of RootKind::kCapture's index.
std::vector<CarriedCapture> captures_of(const clang::LambdaExpr* lambda);

// The lambda that a variable was made with; null where there is none.
const clang::LambdaExpr* lambda_in(const clang::ValueDecl* variable);

} // namespace paraudit::analysis

#endif
