// SARIF 2.1.0, as GitHub code scanning and CodeChecker read it: one location a result, relative URIs under SRCROOT, one
// thread flow for each thread, whose steps name the thread themselves (some readers flatten the flows), fingerprints
// that do not depend on lines, no suppressed results.
//
// Source: the SARIF 2.1.0 OASIS standard. Columns are UTF-16 code units, as its `columnKind` says. Thread-safety: a
// free function without state.
#ifndef PARAUDIT_CHECKER_TOOL_SARIF_OUTPUT_H
#define PARAUDIT_CHECKER_TOOL_SARIF_OUTPUT_H

#include "checker/tool/run.h"

#include <string>

namespace paraudit::tool {

std::string sarif_report(const Report& report);

} // namespace paraudit::tool

#endif
