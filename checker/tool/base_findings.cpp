#include "checker/tool/base_findings.h"

#include <algorithm>
#include <array>
#include <filesystem>

namespace paraudit::tool {
namespace {

// No front end reads these.
bool is_no_source(const std::string& path) {
  static constexpr std::array<std::string_view, 12> kEndings = {".md",  ".rst",  ".py",  ".sh", ".json",  ".yaml",
                                                                ".yml", ".html", ".css", ".js", ".cmake", ".lock"};
  std::string ending = std::filesystem::path(path).extension().string();
  return std::find(kEndings.begin(), kEndings.end(), ending) != kEndings.end() || path.ends_with("/CMakeLists.txt");
}

// A changed file is no unit, and any unit may include it.
bool changes_headers(const Changes& changes, const Commands& commands) {
  std::set<std::string> mains;
  for (const analysis::CompileCommand& command : commands) {
    mains.insert(command.file);
  }
  return std::any_of(changes.before.begin(), changes.before.end(),
                     [&](const auto& change) { return !mains.contains(change.first) && !is_no_source(change.first); });
}

// The units to read again: those that changed, or all.
Commands to_read_again(const Changes& changes, const Commands& commands, bool any_header) {
  Commands again;
  for (const analysis::CompileCommand& command : commands) {
    if (!changes.added.contains(command.file) && (any_header || changes.before.contains(command.file))) {
      again.push_back(command);
    }
  }
  return again;
}

} // namespace

facts::Result<BaseFindings> base_findings(const Changes& changes, const Commands& commands,
                                          const std::vector<facts::TuFacts>& units, Plan& plan,
                                          std::vector<std::string>& notes) {
  bool any_header = changes_headers(changes, commands);
  Commands again = to_read_again(changes, commands, any_header);
  std::set<std::string> replaced = changes.added;
  for (const analysis::CompileCommand& command : again) {
    replaced.insert(command.file);
  }
  if (any_header) {
    replaced.insert(""); // facts of headers that several units share
  }
  std::vector<facts::TuFacts> before;
  std::copy_if(units.begin(), units.end(), std::back_inserter(before),
               [&](const facts::TuFacts& unit) { return !replaced.contains(unit.main_file); });
  Report report;
  report.root = root_directory(plan.options);
  if (!again.empty()) {
    analysis::ExtractOptions extraction = plan.extraction;
    extraction.virtual_files = changes.before;
    facts::Result<std::vector<facts::TuFacts>> read = extract_units(again, plan.options, extraction, report);
    if (!read) {
      return facts::Error{read.error()};
    }
    std::move(read->begin(), read->end(), std::back_inserter(before));
  }
  for (const FailedUnit& unit : report.failed) {
    notes.push_back("'" + relative_path(unit.file, report.root) + "' does not parse at the revision: what it holds " +
                    "counts as new");
  }
  link::Program program = link::link_program(std::move(before), link_options(plan));
  SourceText source("/", changes.before);
  facts::Result<Judged> judged = judge(program, plan, source);
  if (!judged) {
    return facts::Error{judged.error()};
  }
  BaseFindings result;
  for (const checks::Finding& finding : judged->findings) {
    result.emplace(finding.fingerprint, finding.severity);
  }
  return result;
}

} // namespace paraudit::tool
