// One run of `paraudit-check` between the command line and the output: plan, extract every unit, link, check, filter.
//
// Thread-safety: one run at a time; extraction forks, so the process must be single-threaded. Errors: usage and tool
// errors as a message; a unit that fails is counted in the report.
#ifndef PARAUDIT_CHECKER_TOOL_RUN_H
#define PARAUDIT_CHECKER_TOOL_RUN_H

#include "checker/checks/check.h"
#include "checker/facts/result.h"
#include "checker/link/link.h"
#include "checker/tool/baseline.h"
#include "checker/tool/compile_database.h"
#include "checker/tool/config_tree.h"
#include "checker/tool/filters.h"
#include "checker/tool/fixes.h"
#include "checker/tool/options.h"
#include "checker/tool/suppressions.h"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace paraudit::tool {

struct FailedUnit {
  std::string file;
  std::string reason;      // one line
  std::string diagnostics; // what the compiler said
};

using BaseFindings = std::map<std::string, checks::Severity>; // of another state of the program, by fingerprint

// Everything that the command line and the configurations ask of a run. Does not move: parts refer to others.
struct Plan {
  explicit Plan(const Options& given) : options(given), configs(given) {}
  Plan(const Plan&) = delete;

  const Options& options;
  ConfigTree configs;
  Config config; // what holds for the run
  models::Models models;
  Filters filters;
  analysis::ExtractOptions extraction;
  std::vector<checks::CheckInfo> selected; // with the options that the configuration gives them
  std::optional<Baseline> baseline;
  std::shared_ptr<const formats::Ledger> ledger; // its path is absolute; null: none was given
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
  LeftOut left_out;                            // of the compilation database; `skipped` has them too
  std::map<std::string, uint64_t> skipped;
  size_t functions = 0;
  size_t suppressed = 0;
  std::vector<std::string> checks; // that ran
  link::Program program;
  checks::Findings findings;
  std::map<std::string, std::vector<ResolvedFix>> fixes; // by fingerprint
  std::optional<BaselineCounts> baseline;
  std::optional<size_t> known_before; // --diff: findings that the base has as well
  std::vector<std::string> notes;     // for the user, beside the findings
  std::vector<std::string> unmatched; // filters and patterns that match nothing, as sentences
};

// Fills the plan for these units. "" or what is wrong with a configuration, a filter, a glob, the baseline, the ledger.
std::string make_plan(const Commands& commands, Plan& plan);

// How the program of this run is linked: entries, the ledger and the order it states.
link::LinkOptions link_options(const Plan& plan);

// Facts of every unit that could be read, in parallel or from the cache; the others are listed in `report`. An error
// where the cache cannot be had.
facts::Result<std::vector<facts::TuFacts>> extract_units(const Commands& commands, const Options& options,
                                                         const analysis::ExtractOptions& extraction, Report& report);

// What the selected checks say of a program, before filters and baselines: ordered, with their severities, without what
// NOLINT silences.
struct Judged {
  checks::Findings findings;
  size_t suppressed = 0;
};
facts::Result<Judged> judge(const link::Program& program, Plan& plan, SourceText& source);

// Links the facts and runs the selected checks. Findings come ordered, with configurations, NOLINT and the filters
// applied. "" or an error in a configuration.
std::string check_program(std::vector<facts::TuFacts> units, Plan& plan, Report& report);

// Takes what the baseline or the program before the change (none: not asked for) has out of the findings.
void leave_known_out(const Plan& plan, const BaseFindings* before, Report& report);

// The baseline with this run's findings: of the old entries, those that this run cannot judge stay.
Baseline updated_baseline(const Plan& plan, const Report& report);

// An error where one of the globs that were given to the option matches no check; else "".
std::string check_globs(const std::string& option, const std::string& globs);

// The checks that the configuration selects, its options in them; never empty. `sources`: the files that it is made of.
facts::Result<std::vector<checks::CheckInfo>> select_checks(const Config& config,
                                                            const std::set<std::string>& sources = {});

// Whether the globs turn the check on; some need to be named.
bool selects(const GlobList& globs, const checks::CheckInfo& check);

// Of all checks, in order.
std::vector<std::string> check_names();

// Absolute paths of the program's files: those of units, and those they include that are not the system's.
std::set<std::string> unit_files(const link::ProgramIndex& index);
std::set<std::string> header_files(const link::ProgramIndex& index);

// --root, else the nearest directory above with a .git, else the current directory.
std::string root_directory(const Options& options);

// `path` below `directory`, else unchanged.
std::string relative_path(const std::string& path, const std::string& directory);

} // namespace paraudit::tool

#endif
