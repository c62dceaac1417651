// Fixes as clang-apply-replacements reads them, in the YAML that clang-tidy's --export-fixes writes.
// Thread-safety: a free function without state.
#ifndef PARAUDIT_CHECKER_TOOL_EXPORT_FIXES_H
#define PARAUDIT_CHECKER_TOOL_EXPORT_FIXES_H

#include "checker/tool/run.h"

#include <string>

namespace paraudit::tool {

// The findings with fixes in `report.fixes`; paths are absolute.
std::string exported_fixes(const Report& report);

} // namespace paraudit::tool

#endif
