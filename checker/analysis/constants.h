// What the compiler knows of numbers and pointers: constant arguments, and branches on parameters that keep the value
// they came with. Link prunes the branches and cases that an argument excludes (link/specialise.h).
//
// Private to checker/analysis. Thread-safety: free functions without state. Cost: constant folding of one expression.
// Limits: of pointers only whether they are null; enumerators by their numbers; no ranges, no floating point. A
// parameter that is changed through a reference which another function got counts as kept.
#ifndef PARAUDIT_CHECKER_ANALYSIS_CONSTANTS_H
#define PARAUDIT_CHECKER_ANALYSIS_CONSTANTS_H

#include "checker/analysis/clang_headers.h"
#include "checker/analysis/prescan.h"
#include "checker/facts/facts.h"

#include <cstdint>
#include <optional>

namespace paraudit::analysis {

// Whether it is a null pointer constant.
bool is_null(const clang::Expr* expression, clang::ASTContext& context);

// The value of an argument; of a pointer that cannot be null, 1.
std::optional<std::int64_t> constant_of(const clang::Expr* expression, clang::ASTContext& context);

// A duration of zero: `seconds(0)`, `0ms`, `milliseconds::zero()`. Of std::chrono alone.
bool is_no_time(const clang::Expr* duration, clang::ASTContext& context);

// The parameter of `function` that an argument passes on as it came; facts::kNone where it is anything else.
std::uint32_t parameter_passed(const clang::Expr* argument, const clang::FunctionDecl* function, const Prescan& scan);

// What a branch tells of a parameter of `function`, if anything.
facts::ParameterTest parameter_test(const clang::Expr* condition, const clang::FunctionDecl* function,
                                    const Prescan& scan, clang::ASTContext& context);

// The same of a switch, which ends `block`; nothing where a case is a range.
facts::ParameterTest switch_test(const clang::CFGBlock& block, const clang::FunctionDecl* function, const Prescan& scan,
                                 clang::ASTContext& context);

} // namespace paraudit::analysis

#endif
