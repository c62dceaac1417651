#include "checker/tool/run.h"

#include "checker/tool/glob_list.h"

#include <algorithm>
#include <filesystem>
#include <regex>
#include <set>

namespace paraudit::tool {
namespace {

namespace fs = std::filesystem;
using checks::CheckInfo;
using checks::Finding;

std::vector<std::string> check_names() {
  std::vector<std::string> names;
  for (const CheckInfo& check : checks::all_checks()) {
    names.emplace_back(check.name);
  }
  return names;
}

std::set<std::string> main_files(const link::ProgramIndex& index) {
  std::set<std::string> files;
  for (const facts::TuFacts& unit : index.units) {
    files.insert(unit.main_file);
  }
  return files;
}

// NOLINT comments count in every user file of the run, so that an unused one is found wherever it is.
void scan_files(const link::ProgramIndex& index, Suppressions& suppressions) {
  for (const facts::TuFacts& unit : index.units) {
    for (const facts::File& file : unit.files) {
      if (!file.system && !file.canonical.empty()) {
        suppressions.scan(file.canonical);
      }
    }
  }
}

bool passes_header_filter(const Finding& finding, const Options& options, const std::set<std::string>& mains) {
  if (options.header_filter.empty() || mains.contains(finding.place.file)) {
    return true;
  }
  return std::regex_search(finding.place.file, std::regex(options.header_filter));
}

// Remarks are raised by name alone: `*` means the warnings.
void raise_severities(const Options& options, checks::Findings& findings) {
  GlobList as_errors(options.warnings_as_errors);
  for (Finding& finding : findings) {
    bool is_named = std::any_of(as_errors.globs().begin(), as_errors.globs().end(), [&](const GlobList::Glob& glob) {
      return !glob.excludes && glob.pattern == finding.check;
    });
    bool is_raisable = finding.severity != checks::Severity::kRemark || is_named;
    if (is_raisable && as_errors.contains(finding.check)) {
      finding.severity = checks::Severity::kError;
    }
  }
}

} // namespace

void check_program(std::vector<facts::TuFacts> units, const Options& options,
                   const std::vector<const CheckInfo*>& selected, Report& report) {
  report.program = link::link_program(std::move(units), {options.parallel_entries});
  const link::ProgramIndex& index = *report.program.index;
  for (const link::Function& function : index.functions) {
    report.functions += function.has_body ? 1 : 0;
  }
  report.skipped = index.skipped;
  if (uint64_t cut = report.program.summaries->cut(); cut > 0) {
    report.skipped["acquisitions over the limit of a summary"] += cut;
  }
  for (const link::State& state : index.states) {
    bool is_foreign = !state.facts.is_definition && !state.facts.in_system_header;
    report.skipped["static object that no unit defines"] += is_foreign ? 1 : 0;
  }
  std::erase_if(report.skipped, [](const auto& entry) { return entry.second == 0; });
  checks::Findings all;
  for (const CheckInfo* check : selected) {
    check->run(report.program, *check, all);
  }
  checks::finish_findings(all);
  SourceText source("/");
  Suppressions suppressions(source);
  std::set<std::string> mains = main_files(index);
  for (Finding& finding : all) {
    if (suppressions.silences(finding.place.file, finding.place.line, finding.check)) {
      ++report.suppressed;
    } else if (passes_header_filter(finding, options, mains)) {
      report.findings.push_back(std::move(finding));
    }
  }
  scan_files(index, suppressions);
  report.unused_suppressions = suppressions.unused();
  raise_severities(options, report.findings);
}

std::string check_globs(const std::string& option, const std::string& globs) {
  std::vector<std::string> names = check_names();
  GlobList list(globs);
  for (const GlobList::Glob& glob : list.globs()) {
    bool matches = std::any_of(names.begin(), names.end(),
                               [&](const std::string& name) { return glob_matches(glob.pattern, name); });
    if (!matches) {
      std::string near = nearest_name(glob.pattern, names);
      return option + ": no check is called '" + glob.pattern + "'" +
             (near.empty() ? "; see" : "; did you mean '" + near + "'? See") + " --list-checks";
    }
  }
  return "";
}

facts::Result<std::vector<const CheckInfo*>> select_checks(const std::string& globs) {
  // As in clang-tidy, a list that starts with an exclusion takes away from everything.
  GlobList list(globs.starts_with('-') ? "*," + globs : globs);
  if (std::string error = check_globs("--checks", globs); !error.empty()) {
    return facts::Error{error};
  }
  std::vector<const CheckInfo*> selected;
  for (const CheckInfo& check : checks::all_checks()) {
    bool is_named = std::any_of(list.globs().begin(), list.globs().end(), [&](const GlobList::Glob& glob) {
      return !glob.excludes && glob.pattern == check.name;
    });
    if (list.contains(check.name) && (is_named || !checks::is_off_unless_named(check))) {
      selected.push_back(&check);
    }
  }
  if (selected.empty()) {
    return facts::Error{"--checks='" + globs + "' selects no check: nothing would be checked. See --list-checks"};
  }
  return selected;
}

std::string root_directory(const Options& options) {
  std::string current = fs::current_path().string();
  if (!options.root.empty()) {
    return absolute_path(options.root, current);
  }
  std::error_code ignored;
  for (fs::path directory = current; directory != directory.parent_path(); directory = directory.parent_path()) {
    if (fs::exists(directory / ".git", ignored)) {
      return directory.string();
    }
  }
  return current;
}

std::string relative_path(const std::string& path, const std::string& directory) {
  bool is_below = directory != "/" && path.size() > directory.size() + 1 && path.starts_with(directory) &&
                  path[directory.size()] == '/';
  return is_below ? path.substr(directory.size() + 1) : path;
}

} // namespace paraudit::tool
