// One run of `paraudit-check` between the command line and the output: extract every unit, link, check, filter.
//
// Thread-safety: one run at a time; extraction forks, so the process must be single-threaded. Errors: usage and tool
// errors as a message; a unit that fails is counted in the report.
#ifndef PARAUDIT_CHECKER_TOOL_RUN_H
#define PARAUDIT_CHECKER_TOOL_RUN_H

#include "checker/checks/check.h"
#include "checker/facts/result.h"
#include "checker/link/link.h"
#include "checker/tool/compile_database.h"
#include "checker/tool/options.h"
#include "checker/tool/suppressions.h"

#include <map>
#include <string>
#include <vector>

namespace paraudit::tool {

struct FailedUnit {
  std::string file;
  std::string reason;      // one line
  std::string diagnostics; // what the compiler said
};

// Everything the outputs print.
struct Report {
  std::string root;
  size_t units = 0;
  size_t cached = 0;         // of them: not read again
  size_t shared = 0;         // of them: parsed after headers that others include, too
  bool cache_failed = false; // something could not be stored
  std::vector<FailedUnit> failed;
  std::vector<std::vector<std::string>> parts; // by unit: names of its facts; none where it failed
  std::map<std::string, uint64_t> skipped;
  size_t functions = 0;
  size_t suppressed = 0;
  link::Program program;
  checks::Findings findings;
  std::vector<UnusedSuppression> unused_suppressions;
};

// Facts of every unit that could be read, in parallel or from the cache; the others are listed in `report`. An error
// where the cache cannot be had.
facts::Result<std::vector<facts::TuFacts>> extract_units(const Commands& commands, const Options& options,
                                                         Report& report);

// Links the facts and runs the selected checks. Findings come ordered, with NOLINT and --header-filter applied.
void check_program(std::vector<facts::TuFacts> units, const Options& options,
                   const std::vector<const checks::CheckInfo*>& selected, Report& report);

// An error where one of the globs that were given to the option matches no check; else "".
std::string check_globs(const std::string& option, const std::string& globs);

// The checks that --checks selects, or a message about a name that no check has.
facts::Result<std::vector<const checks::CheckInfo*>> select_checks(const std::string& globs);

// --root, else the nearest directory above with a .git, else the current directory.
std::string root_directory(const Options& options);

// `path` below `directory`, else unchanged.
std::string relative_path(const std::string& path, const std::string& directory);

} // namespace paraudit::tool

#endif
