// The findings document: `paraudit.findings` version 1.0, whose JSON Schema is reports/schema/findings.schema.json.
//
// Thread-safety: free functions without state. Paths are relative to the report's root; text that is not UTF-8 has its
// bad bytes replaced. Output is a function of the report alone.
#ifndef PARAUDIT_CHECKER_TOOL_JSON_OUTPUT_H
#define PARAUDIT_CHECKER_TOOL_JSON_OUTPUT_H

#include "checker/tool/run.h"

#include <string>

namespace paraudit::tool {

std::string json_report(const Report& report);

} // namespace paraudit::tool

#endif
