// report.json: the report as its schema (reports/schema/report.schema.json) says. Everything else is derived from it.
//
// Thread-safety: pure. Bytes that are no UTF-8 become U+FFFD. Output depends on the report alone.
#ifndef PARAUDIT_REPORTS_RENDER_JSON_H
#define PARAUDIT_REPORTS_RENDER_JSON_H

#include <string>
#include <vector>

#include "reports/analysis/report.h"

namespace paraudit::reports {

inline constexpr const char* kReportSchema = "paraudit.report";
inline constexpr const char* kReportVersion = "1.2";

// `indent` < 0: one line.
std::string to_json(const Report& report, int indent);

// The same for the page, on one line: the first of the longest lists only. Where these are cut, `left_out` says so, for
// the reader, and the document has a member of that name, with which the page's script completes its sums.
struct PageData {
  std::string json;
  std::vector<std::string> left_out; // "49,500 locks"
};
PageData page_data(const Report& report);

// "observed", "possible", "static_only".
const char* status_name(CycleStatus status);

} // namespace paraudit::reports

#endif
