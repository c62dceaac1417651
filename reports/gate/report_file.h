// report.json back into plain data, for what is derived from it: gate, diff.
//
// Trusts nothing: unknown members are passed over, wrong types and another major version are errors.
// Thread-safety: plain data. Errors: InputError with the place inside the JSON.
#ifndef PARAUDIT_REPORTS_GATE_REPORT_FILE_H
#define PARAUDIT_REPORTS_GATE_REPORT_FILE_H

#include <string>

#include "reports/analysis/report.h"

namespace paraudit::reports {

struct ReportFile {
  std::string path;
  Report report; // of predictions the first alone
};

ReportFile read_report(const std::string& path);

} // namespace paraudit::reports

#endif
