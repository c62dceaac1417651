// The report as text for other tools: the lock-order graph for Graphviz, numbers for Prometheus and its kin, a summary
// for a pull request.
//
// Thread-safety: pure. Output depends on the report alone. Bytes that are no UTF-8 become U+FFFD.
// Source of OpenMetrics: the specification, version 1.0.
#ifndef PARAUDIT_REPORTS_EXPORT_TEXT_FORMS_H
#define PARAUDIT_REPORTS_EXPORT_TEXT_FORMS_H

#include <string>

#include "reports/analysis/report.h"

namespace paraudit::reports {

inline constexpr std::size_t kMarkdownBytes = std::size_t{1} << 20; // what a CI host takes

std::string to_dot(const Report& report);
std::string to_openmetrics(const Report& report);
std::string to_markdown(const Report& report); // at most kMarkdownBytes; what was cut is said

} // namespace paraudit::reports

#endif
