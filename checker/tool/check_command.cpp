#include "checker/tool/check_command.h"

#include "checker/tool/base_findings.h"
#include "checker/tool/ci_output.h"
#include "checker/tool/export_fixes.h"
#include "checker/tool/json_output.h"
#include "checker/tool/output_file.h"
#include "checker/tool/prove_complete.h"
#include "checker/tool/run.h"
#include "checker/tool/sarif_output.h"
#include "checker/tool/shards.h"
#include "checker/tool/text_output.h"
#include "checker/tool/worker_pool.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include <unistd.h>

namespace paraudit::tool {
namespace {

// The command line, then the configuration, then https://no-color.org, then whether somebody looks.
bool use_color(const Plan& plan, bool is_terminal) {
  if (plan.options.color != ColorMode::kAuto) {
    return plan.options.color == ColorMode::kAlways;
  }
  if (plan.config.use_color) {
    return *plan.config.use_color;
  }
  const char* no_color = std::getenv("NO_COLOR");
  return is_terminal && (no_color == nullptr || *no_color == '\0');
}

std::string render(const Report& report, const Output& output, const Plan& plan) {
  switch (output.format) {
  case Format::kJson:
    return json_report(report);
  case Format::kSarif:
    return sarif_report(report);
  case Format::kGitlab:
    return gitlab_report(report);
  case Format::kCheckstyle:
    return checkstyle_report(report);
  case Format::kGithub:
    return github_report(report);
  case Format::kText:
    break;
  }
  return text_report(report, use_color(plan, output.path.empty() && ::isatty(STDOUT_FILENO) == 1));
}

// A proof has standard output to itself; findings go to the files that are asked for.
std::string write_outputs(const Report& report, const Plan& plan) {
  for (const Output& output : plan.options.outputs) {
    if (output.path.empty() && plan.options.action == Action::kProveComplete) {
      continue;
    }
    if (std::string error = write_output(output.path, render(report, output, plan)); !error.empty()) {
      return error;
    }
  }
  return "";
}

// The units that name one of the files, parsed with other contents for them.
bool compiles(const std::map<std::string, std::string>& changed, const Commands& commands, const Plan& plan,
              const Report& report) {
  std::set<std::string> naming;
  for (const facts::TuFacts& unit : report.program.index->units) {
    if (std::any_of(unit.files.begin(), unit.files.end(),
                    [&](const facts::File& file) { return changed.contains(file.canonical); })) {
      naming.insert(unit.main_file);
    }
  }
  std::vector<const analysis::CompileCommand*> affected;
  for (const analysis::CompileCommand& command : commands) {
    if (naming.contains(command.file) || naming.contains("")) { // "": a header that any of several units includes
      affected.push_back(&command);
    }
  }
  analysis::ExtractOptions extraction = plan.extraction;
  extraction.virtual_files = changed;
  auto parse = [&](size_t index) {
    return std::string(analysis::extract(*affected[index], extraction).facts ? "1" : "0");
  };
  std::vector<JobResult> results = run_in_workers(affected.size(), plan.options.jobs, parse, [](size_t, size_t) {});
  return std::all_of(results.begin(), results.end(),
                     [](const JobResult& result) { return result.finished && result.payload == "1"; });
}

std::string left_out_fix(const ResolvedFix& fix, const Report& report) {
  const checks::Place& at = fix.replacements.front().begin;
  return relative_path(at.file, report.root) + ":" + std::to_string(at.line) + ": fix left out: " + fix.message +
         "; with it a unit does not compile, or another fix changes the same place\n";
}

// Keeps the fixes that compile, and writes them out or into the sources.
std::string deliver_fixes(const Commands& commands, const Plan& plan, Report& report) {
  if (!plan.options.fix && plan.options.export_fixes.empty()) {
    return "";
  }
  Sources sources;
  std::vector<ResolvedFix> all;
  for (auto& [fingerprint, fixes] : report.fixes) {
    fixes.erase(fixes.begin() + 1, fixes.end()); // the others are alternatives
    all.push_back(fixes.front());
  }
  std::vector<ResolvedFix> good =
      compiling_fixes(all, sources, [&](const auto& changed) { return compiles(changed, commands, plan, report); });
  auto is_good = [&](const ResolvedFix& fix) {
    return std::any_of(good.begin(), good.end(), [&](const ResolvedFix& other) {
      return other.message == fix.message && other.replacements == fix.replacements;
    });
  };
  std::erase_if(report.fixes, [&](const auto& entry) { return !is_good(entry.second.front()); });
  std::map<std::string, std::string> changed = apply_fixes(good, sources);
  if (!plan.options.export_fixes.empty()) {
    return write_output(plan.options.export_fixes, exported_fixes(report));
  }
  for (const auto& [file, text] : changed) {
    if (std::string error = write_output(file, text); !error.empty()) {
      return error;
    }
  }
  if (!plan.options.quiet) {
    std::fprintf(stderr, "Applied %zu of %zu fixes, to %zu files.\n", good.size(), all.size(), changed.size());
    for (const ResolvedFix& fix : all) {
      if (!is_good(fix)) {
        std::fprintf(stderr, "%s", left_out_fix(fix, report).c_str());
      }
    }
  }
  return "";
}

std::string update_baseline(const Plan& plan, Report& report) {
  Baseline updated = updated_baseline(plan, report);
  if (std::string error = write_output(plan.options.baseline, write_baseline(updated)); !error.empty()) {
    return error;
  }
  if (!plan.options.quiet) {
    std::fprintf(stderr, "Wrote %zu findings to the baseline '%s'.\n", updated.size(), plan.options.baseline.c_str());
  }
  report.findings.clear(); // all are known now
  return "";
}

// Less than --fail-on-empty and --max-unresolved ask for, as messages.
std::vector<std::string> shortfalls(const Options& options, const Report& report) {
  std::vector<std::string> result;
  size_t unresolved = report.program.graph->unresolved_calls();
  if (options.max_unresolved && unresolved > *options.max_unresolved) {
    result.push_back(std::to_string(unresolved) +
                     " calls are not resolved, more than --max-unresolved=" + std::to_string(*options.max_unresolved));
  }
  if (!options.fail_on_empty) {
    return result;
  }
  if (report.functions == 0) {
    result.emplace_back("no function was seen: check the units and their flags");
  }
  if (report.program.contexts->entries().empty()) {
    result.emplace_back("no parallel entry was seen: name functions with --parallel-entry or ParallelEntries");
  }
  result.insert(result.end(), report.unmatched.begin(), report.unmatched.end());
  return result;
}

int exit_code_of(const Report& report, const std::vector<std::string>& missing) {
  bool has_errors = std::any_of(report.findings.begin(), report.findings.end(), [](const checks::Finding& finding) {
    return finding.severity == checks::Severity::kError;
  });
  if (has_errors) {
    return kFindings;
  }
  return report.failed.empty() && missing.empty() ? kClean : kIncomplete;
}

std::string missing_directory(const Commands& commands) {
  for (const analysis::CompileCommand& command : commands) {
    if (std::error_code ignored; !std::filesystem::is_directory(command.directory, ignored)) {
      return "the directory '" + command.directory + "', in which the entry of '" + command.file +
             "' is to be compiled, does not exist; generate the compilation database again";
    }
  }
  return "";
}

// Everything between the units' facts and the findings that are to be told. "" or an error.
std::string find(const Commands& commands, std::vector<facts::TuFacts> units, Plan& plan, Report& report) {
  std::optional<BaseFindings> before;
  if (!plan.options.diff_revision.empty()) {
    facts::Result<Changes> changes = changes_since(plan.options.diff_revision, report.root);
    if (!changes) {
      return changes.error();
    }
    facts::Result<BaseFindings> base = base_findings(*changes, commands, units, plan, report.notes);
    if (!base) {
      return base.error();
    }
    before = std::move(*base);
  }
  if (std::string error = check_program(std::move(units), plan, report); !error.empty()) {
    return error;
  }
  if (plan.options.update_baseline) {
    return update_baseline(plan, report);
  }
  leave_known_out(plan, before ? &*before : nullptr, report);
  return deliver_fixes(commands, plan, report);
}

// The facts of all units that could be read, and where they came from.
struct Program {
  Commands commands;
  std::vector<facts::TuFacts> units;
};

// Options of other compilers, that the units are read without.
void note_unknown_arguments(const Commands& commands, std::vector<std::string>& notes) {
  std::map<std::string, size_t> units;
  for (const analysis::CompileCommand& command : commands) {
    for (const std::string& argument : analysis::unknown_arguments(command)) {
      ++units[argument];
    }
  }
  for (const auto& [argument, number] : units) {
    notes.push_back("'" + argument + "' is no option that Clang knows: " + std::to_string(number) +
                    (number == 1 ? " unit was read without it" : " units were read without it"));
  }
}

facts::Result<Program> extracted_program(Plan& plan, Report& report) {
  facts::Result<Commands> commands = load_commands(plan.options, report.left_out);
  if (!commands) {
    return facts::Error{commands.error()};
  }
  if (std::string error = missing_directory(*commands); !error.empty()) {
    return facts::Error{error};
  }
  if (std::string error = make_plan(*commands, plan); !error.empty()) {
    return facts::Error{error};
  }
  note_unknown_arguments(*commands, report.notes);
  facts::Result<std::vector<facts::TuFacts>> units = extract_units(*commands, plan.options, plan.extraction, report);
  return units ? facts::Result<Program>(Program{std::move(*commands), std::move(*units)}) : facts::Error{units.error()};
}

// --link: the units' paths are all that is known of their commands.
facts::Result<Program> linked_program(Plan& plan, Report& report) {
  facts::Result<std::vector<facts::TuFacts>> units = load_shards(plan.options.files, report);
  if (!units) {
    return facts::Error{units.error()};
  }
  Commands commands;
  for (const facts::TuFacts& unit : *units) {
    if (!unit.main_file.empty()) {
      commands.push_back({"", unit.main_file, {}});
    }
  }
  std::string error = make_plan(commands, plan);
  return error.empty() ? facts::Result<Program>(Program{{}, std::move(*units)}) : facts::Error{error};
}

} // namespace

int fail(const std::string& message) {
  std::fprintf(stderr, "paraudit-check: error: %s\n", message.c_str());
  return kUsage;
}

int run_check(const Options& options) {
  // Never freed: the process ends with it, and a large program's model takes half a second to take down.
  Report& report = *new Report;
  report.root = root_directory(options);
  Plan plan(options);
  facts::Result<Program> program = options.link ? linked_program(plan, report) : extracted_program(plan, report);
  if (!program) {
    return fail(program.error());
  }
  std::fputs(text_failures(report).c_str(), stderr);
  if (std::string error = find(program->commands, std::move(program->units), plan, report); !error.empty()) {
    return fail(error);
  }
  if (std::string error = write_outputs(report, plan); !error.empty()) {
    return fail(error);
  }
  std::vector<std::string> missing = shortfalls(options, report);
  if (!options.quiet) {
    std::fputs(text_summary(report).c_str(), stderr);
    std::fputs(text_sharing(report).c_str(), stderr);
    std::fputs(text_cache(report, options).c_str(), stderr);
  }
  for (const std::string& message : missing) {
    std::fprintf(stderr, "paraudit-check: too little was seen: %s\n", message.c_str());
  }
  const int code = exit_code_of(report, missing);
  if (code == kFindings && !(report.failed.empty() && missing.empty())) {
    std::fprintf(stderr,
                 "paraudit-check: not everything was seen, as told above; exit status 1, of the findings, hides the "
                 "3 that says so\n");
  }
  if (options.action == Action::kProveComplete) {
    const int proof = prove_complete(report, options.objects);
    return proof == kClean ? code : proof;
  }
  return code;
}

} // namespace paraudit::tool
