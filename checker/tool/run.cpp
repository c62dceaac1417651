#include "checker/tool/run.h"

#include "checker/tool/glob_list.h"
#include "formats/ledger/ledger.h"

#include <algorithm>
#include <filesystem>
#include <tuple>

namespace paraudit::tool {
namespace {

namespace fs = std::filesystem;
using checks::CheckInfo;
using checks::Finding;

constexpr const char* kUnusedNolint = "paraudit-unused-nolint";

// NOLINT comments count in every user file of the run, so that an unused one is found wherever it is.
void scan_files(const link::ProgramIndex& index, Suppressions& suppressions) {
  for (const std::set<std::string>& files : {unit_files(index), header_files(index)}) {
    for (const std::string& file : files) {
      suppressions.scan(file);
    }
  }
}

bool is_selected(const Plan& plan, std::string_view name) {
  return std::any_of(plan.selected.begin(), plan.selected.end(),
                     [&](const CheckInfo& check) { return check.name == name; });
}

checks::Findings unused_nolints(const Plan& plan, Suppressions& suppressions) {
  std::vector<std::string> ran;
  for (const CheckInfo& check : plan.selected) {
    ran.emplace_back(check.name);
  }
  checks::Findings findings;
  for (const UnusedSuppression& unused : suppressions.unused(check_names(), ran)) {
    Finding finding;
    finding.check = kUnusedNolint;
    finding.severity = unused.has_no_partner ? checks::Severity::kWarning : checks::Severity::kRemark;
    finding.message = unused.message;
    finding.place = {unused.file, unused.line, 1};
    finding.identity = {fs::path(unused.file).filename().string(), unused.comment};
    findings.push_back(std::move(finding));
  }
  checks::finish_findings(findings);
  return findings;
}

// What the configuration of the file says of a finding there: false where its check is off.
bool apply_config(const Config& config, Finding& finding) {
  auto info = std::find_if(checks::all_checks().begin(), checks::all_checks().end(),
                           [&](const CheckInfo& check) { return check.name == finding.check; });
  if (!selects(GlobList(config.checks), *info)) {
    return false;
  }
  auto changed = config.severities.find(finding.check);
  // What a check has lowered, for nothing parallel reaches it, stays low.
  if (changed != config.severities.end() && finding.severity == info->severity) {
    finding.severity = changed->second;
  }
  // Remarks are raised by name alone: `*` means the warnings.
  GlobList as_errors(config.warnings_as_errors);
  bool is_named = std::any_of(as_errors.globs().begin(), as_errors.globs().end(), [&](const GlobList::Glob& glob) {
    return !glob.excludes && glob.pattern == finding.check;
  });
  bool is_raisable = finding.severity != checks::Severity::kRemark || is_named;
  if (is_raisable && as_errors.contains(finding.check)) {
    finding.severity = checks::Severity::kError;
  }
  return true;
}

std::string configure(Plan& plan, checks::Findings& findings) {
  checks::Findings kept;
  for (Finding& finding : findings) {
    facts::Result<const Config*> config = plan.configs.for_file(finding.place.file);
    if (!config) {
      return config.error();
    }
    if (apply_config(**config, finding)) {
      kept.push_back(std::move(finding));
    }
  }
  findings = std::move(kept);
  return "";
}

void count_program(const link::Program& program, Report& report) {
  for (const link::Function& function : program.index->functions) {
    report.functions += function.has_body && !function.is_repeated ? 1 : 0;
  }
  report.skipped = program.index->skipped;
  report.skipped.insert(report.left_out.begin(), report.left_out.end());
  if (uint64_t cut = program.summaries->cut(); cut > 0) {
    report.skipped["acquisitions over the limit of a summary"] += cut;
  }
  for (const link::State& state : program.index->states) {
    bool is_foreign = !state.facts.is_definition && !state.facts.in_system_header;
    report.skipped["static object that no unit defines"] += is_foreign ? 1 : 0;
  }
  std::erase_if(report.skipped, [](const auto& entry) { return entry.second == 0; });
}

// What --header-filter does not hide: the units, and the ledger that some findings are at.
std::set<std::string> judged_files(const Plan& plan, const link::ProgramIndex& index) {
  std::set<std::string> files = unit_files(index);
  if (plan.ledger) {
    files.insert(plan.ledger->path);
  }
  return files;
}

// What the run can say of a finding in the baseline that it did not make.
Absence absence_of(const BaselineEntry& entry, const Plan& plan, const std::set<std::string>& files,
                   const Report& report) {
  std::vector<std::string> names = check_names();
  std::string file = absolute_path(entry.file, report.root);
  std::error_code ignored;
  if (std::find(names.begin(), names.end(), entry.check) == names.end() || !fs::exists(file, ignored)) {
    return Absence::kStale;
  }
  bool is_judged = is_selected(plan, entry.check) && files.contains(file) && report.failed.empty();
  return is_judged ? Absence::kFixed : Absence::kUnjudged;
}

void resolve_fixes(Report& report) {
  Sources sources;
  for (const Finding& finding : report.findings) {
    for (const checks::Fix& fix : finding.fixes) {
      if (std::optional<ResolvedFix> resolved = resolve_fix(fix, sources)) {
        report.fixes[finding.fingerprint].push_back(std::move(*resolved));
      }
    }
  }
}

} // namespace

std::set<std::string> unit_files(const link::ProgramIndex& index) {
  std::set<std::string> files;
  for (const facts::TuFacts& unit : index.units) {
    files.insert(unit.main_file);
  }
  files.erase(""); // facts of headers that several units share
  return files;
}

std::set<std::string> header_files(const link::ProgramIndex& index) {
  std::set<std::string> files, mains = unit_files(index);
  for (const facts::TuFacts& unit : index.units) {
    for (const facts::File& file : unit.files) {
      if (!file.system && !file.canonical.empty() && !mains.contains(file.canonical)) {
        files.insert(file.canonical);
      }
    }
  }
  return files;
}

facts::Result<Judged> judge(const link::Program& program, Plan& plan, SourceText& source) {
  checks::Findings all;
  for (const CheckInfo& check : plan.selected) {
    if (check.run != nullptr) {
      check.run(program, check, all);
    }
  }
  checks::finish_findings(all);
  Judged judged;
  Suppressions suppressions(source);
  scan_files(*program.index, suppressions);
  for (Finding& finding : all) {
    if (suppressions.silences(finding.place.file, finding.place.line, finding.check)) {
      ++judged.suppressed;
    } else {
      judged.findings.push_back(std::move(finding));
    }
  }
  if (is_selected(plan, kUnusedNolint)) {
    checks::Findings unused = unused_nolints(plan, suppressions);
    std::move(unused.begin(), unused.end(), std::back_inserter(judged.findings));
    std::sort(judged.findings.begin(), judged.findings.end(), [](const Finding& a, const Finding& b) {
      return std::tie(a.place, a.check, a.fingerprint) < std::tie(b.place, b.check, b.fingerprint);
    });
  }
  if (std::string error = configure(plan, judged.findings); !error.empty()) {
    return facts::Error{error};
  }
  return judged;
}

std::string check_program(std::vector<facts::TuFacts> units, Plan& plan, Report& report) {
  link::LinkOptions linking = link_options(plan);
  linking.is_partial = !report.failed.empty();
  report.program = link::link_program(std::move(units), linking);
  const link::ProgramIndex& index = *report.program.index;
  count_program(report.program, report);
  for (const CheckInfo& check : plan.selected) {
    report.checks.emplace_back(check.name);
  }
  std::set<std::string> headers = header_files(index), files = judged_files(plan, index);
  plan.filters.see_files(files, headers);
  report.unmatched = plan.filters.unmatched();
  for (const std::string& pattern : report.program.contexts->unmatched_patterns()) {
    report.unmatched.push_back("--parallel-entry='" + pattern + "' matches no function");
  }
  SourceText source("/");
  facts::Result<Judged> judged = judge(report.program, plan, source);
  if (!judged) {
    return judged.error();
  }
  report.suppressed = judged->suppressed;
  if (plan.baseline) {
    files.merge(headers);
    report.baseline = compare(*plan.baseline, judged->findings,
                              [&](const BaselineEntry& entry) { return absence_of(entry, plan, files, report); });
  }
  for (Finding& finding : judged->findings) {
    if (plan.filters.passes(finding.place)) {
      report.findings.push_back(std::move(finding));
    }
  }
  return "";
}

void leave_known_out(const Plan& plan, const BaseFindings* before, Report& report) {
  if (plan.baseline) {
    std::erase_if(report.findings,
                  [&](const Finding& finding) { return plan.baseline->contains(finding.fingerprint); });
  }
  if (before != nullptr) {
    report.known_before = std::erase_if(report.findings, [&](const Finding& finding) {
      auto base = before->find(finding.fingerprint);
      return base != before->end() && base->second >= finding.severity;
    });
  }
  resolve_fixes(report);
}

Baseline updated_baseline(const Plan& plan, const Report& report) {
  std::set<std::string> files = judged_files(plan, *report.program.index);
  files.merge(header_files(*report.program.index));
  Baseline updated;
  for (const auto& [fingerprint, entry] : *plan.baseline) {
    bool is_filtered_out = !plan.filters.passes({absolute_path(entry.file, report.root), 0, 0});
    if (is_filtered_out || absence_of(entry, plan, files, report) == Absence::kUnjudged) {
      updated.emplace(fingerprint, entry);
    }
  }
  for (const Finding& finding : report.findings) {
    updated[finding.fingerprint] = {finding.check, relative_path(finding.place.file, report.root), finding.fingerprint,
                                    finding.message};
  }
  return updated;
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
