// Findings as build servers read them: GitLab's code quality report, Checkstyle XML (Jenkins, reviewdog), and GitHub's
// workflow commands.
//
// Thread-safety: free functions without state. Paths are relative to the report's root. GitHub shows ten annotations of
// a kind for each step: the ten worst are printed, then one that counts the others.
#ifndef PARAUDIT_CHECKER_TOOL_CI_OUTPUT_H
#define PARAUDIT_CHECKER_TOOL_CI_OUTPUT_H

#include "checker/tool/run.h"

#include <string>

namespace paraudit::tool {

std::string gitlab_report(const Report& report);
std::string checkstyle_report(const Report& report);
std::string github_report(const Report& report);

} // namespace paraudit::tool

#endif
