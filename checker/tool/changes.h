// What a git working tree changed since a revision: the files as they were.
//
// A renamed file's old text stands under its new path, so that its compile command still fits. Files that the revision
// did not have are `added`; git's ignored files count as unchanged. Errors: as git says them, with what to do.
// Cost: two git processes, and one for each changed file. Thread-safety: safe, but starts processes.
#ifndef PARAUDIT_CHECKER_TOOL_CHANGES_H
#define PARAUDIT_CHECKER_TOOL_CHANGES_H

#include "checker/facts/result.h"

#include <map>
#include <set>
#include <string>

namespace paraudit::tool {

struct Changes {
  std::map<std::string, std::string> before; // absolute path -> contents at the revision
  std::set<std::string> added;               // absolute paths
};

facts::Result<Changes> changes_since(const std::string& revision, const std::string& directory);

} // namespace paraudit::tool

#endif
