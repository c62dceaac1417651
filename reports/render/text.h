// The terminal summary: one screen (at most 40 lines of at most 110 columns): verdict, the locks that cost most with
// who held and who waited, order pairs, cycles, state counts, what to do next.
//
// Thread-safety: pure. No colour, no control characters: names from traces are cleaned.
#ifndef PARAUDIT_REPORTS_RENDER_TEXT_H
#define PARAUDIT_REPORTS_RENDER_TEXT_H

#include <string>
#include <vector>

#include "reports/analysis/report.h"

namespace paraudit::reports {

// `outputs`: files that were written, for the last lines.
std::string to_text(const Report& report, const std::vector<std::string>& outputs);

} // namespace paraudit::reports

#endif
