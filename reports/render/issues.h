// Issues in the forms that CI hosts read. What the baseline knows is left out but for SARIF's baselineState and JUnit's
// skipped cases.
//
//   SARIF 2.1.0   as GitHub code scanning takes it: one result a location, one thread flow a thread, at most 25,000
//   GitLab        a code-quality report: fingerprints are unique
//   GitHub        workflow commands: the ten worst, then a count (the host shows no more)
//   JUnit         a case for each issue, for the test tab of any host
//
// Thread-safety: pure. Bytes that are no UTF-8 become U+FFFD.
#ifndef PARAUDIT_REPORTS_RENDER_ISSUES_H
#define PARAUDIT_REPORTS_RENDER_ISSUES_H

#include <string>
#include <vector>

#include "reports/gate/issue.h"

namespace paraudit::reports {

struct IssueOptions {
  std::string version;            // of the tool
  std::string root;               // absolute: what relative paths are below
  std::string suite = "paraudit"; // JUnit's name of the whole
  bool has_baseline = false;
};

std::string issues_sarif(const std::vector<Issue>& issues, const IssueOptions& options);
std::string issues_gitlab(const std::vector<Issue>& issues);
std::string issues_github(const std::vector<Issue>& issues);
std::string issues_junit(const std::vector<Issue>& issues, const IssueOptions& options);

} // namespace paraudit::reports

#endif
