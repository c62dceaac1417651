// Clang's thread-safety attributes as facts.
//
// Private to checker/analysis. Thread-safety: as Unit. Limits: arguments that are no plain path keep their text only.
#ifndef PARAUDIT_CHECKER_ANALYSIS_ATTRIBUTES_H
#define PARAUDIT_CHECKER_ANALYSIS_ATTRIBUTES_H

#include "checker/analysis/unit.h"

namespace paraudit::analysis {

facts::AttributeArgument guarded_by(Unit& unit, const clang::ValueDecl* decl);
facts::AttributeArgument pt_guarded_by(Unit& unit, const clang::ValueDecl* decl);
void acquisition_order(Unit& unit, const clang::ValueDecl* decl, std::vector<facts::AttributeArgument>& before,
                       std::vector<facts::AttributeArgument>& after);

// Fills in what the declaration demands of its callers; with `effects`, also what it says it does, as exit delta
// (for functions whose body is elsewhere). False where no attribute says anything.
bool function_contract(Unit& unit, const clang::FunctionDecl* function, bool effects, facts::FunctionFacts& out);

// assert_capability: held once the call returns, in the callee's own roots.
std::vector<facts::DeltaLock> asserted_locks(Unit& unit, const clang::FunctionDecl* function);

} // namespace paraudit::analysis

#endif
