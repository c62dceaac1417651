// report.json: the report as its schema (reports/schema/report.schema.json) says. Everything else is derived from it.
//
// Thread-safety: pure. Bytes that are no UTF-8 become U+FFFD. Output depends on the report alone.
#ifndef PARAUDIT_REPORTS_RENDER_JSON_H
#define PARAUDIT_REPORTS_RENDER_JSON_H

#include <string>

#include "reports/analysis/report.h"

namespace paraudit::reports {

inline constexpr const char* kReportSchema = "paraudit.report";
inline constexpr const char* kReportVersion = "1.1";

// `indent` < 0: one line.
std::string to_json(const Report& report, int indent);

// "observed", "possible", "static_only".
const char* status_name(CycleStatus status);

} // namespace paraudit::reports

#endif
