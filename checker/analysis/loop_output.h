// What a loop writes, and what becomes of what it fills: where an order that differs from run to run does not matter.
//
// Private to checker/analysis. Thread-safety: as Unit. Cost: linear in the code looked at.
#ifndef PARAUDIT_CHECKER_ANALYSIS_LOOP_OUTPUT_H
#define PARAUDIT_CHECKER_ANALYSIS_LOOP_OUTPUT_H

#include "checker/analysis/unit.h"

#include <set>
#include <string>
#include <vector>

namespace paraudit::analysis {

// Whether something in there writes an address to a stream: such lines differ from run to run in any order.
bool prints_addresses(const clang::Stmt* tree);

// Every name that an assertion in the function's code mentions, also where assertions are compiled to nothing.
std::set<std::string> asserted_names(const clang::Stmt* code, const clang::ASTContext& context);

// The blocks that set one of these flags, declared outside the loop, to a constant: what they write is the report of a
// check that fails.
std::vector<const clang::CompoundStmt*> failing_blocks(const clang::Stmt* loop, const std::set<std::string>& asserted,
                                                       const llvm::DenseSet<const clang::VarDecl*>& inner);

// Whether the code does no more with a local sequence than to fill it and to go through it in loops: then those tell
// whether its order matters.
bool is_only_walked(const clang::Stmt* code, const clang::VarDecl* sequence);

} // namespace paraudit::analysis

#endif
