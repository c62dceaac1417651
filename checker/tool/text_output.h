// Findings as a compiler prints them: `file:line:col: warning: message [check]`, the source line, then for each thread
// a block of notes. Paths are relative to the current directory where they lie below it.
//
// Thread-safety: free functions without state; the strings are complete, the caller writes them out.
#ifndef PARAUDIT_CHECKER_TOOL_TEXT_OUTPUT_H
#define PARAUDIT_CHECKER_TOOL_TEXT_OUTPUT_H

#include "checker/tool/run.h"

#include <string>

namespace paraudit::tool {

std::string text_report(const Report& report, bool color);

// What was analysed, what was not, and why: for standard error.
std::string text_summary(const Report& report);

// How many units were parsed after headers that others include, too; "" where none was.
std::string text_sharing(const Report& report);

// How many units came from the cache; "" where none is used. For standard error.
std::string text_cache(const Report& report, const Options& options);

// What the compiler said about units that failed, with a line for each: for standard error.
std::string text_failures(const Report& report);

} // namespace paraudit::tool

#endif
