// `paraudit-check` once its arguments are known: plan, extract, link, check, compare, write.
//
// Prints findings where the options say and the rest to standard error; returns the exit code: 2 usage or tool error,
// 1 findings at error level, 3 a unit failed or less was seen than was asked for, 0 otherwise; the first that is true,
// in that order. Not reentrant: extraction forks.
#ifndef PARAUDIT_CHECKER_TOOL_CHECK_COMMAND_H
#define PARAUDIT_CHECKER_TOOL_CHECK_COMMAND_H

#include "checker/tool/options.h"

#include <string>

namespace paraudit::tool {

enum ExitCode { kClean = 0, kFindings = 1, kUsage = 2, kIncomplete = 3 };

// Prints an error as the program does; returns kUsage.
int fail(const std::string& message);

int run_check(const Options& options);

} // namespace paraudit::tool

#endif
