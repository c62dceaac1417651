// paraudit-check: whole-program concurrency checks over a compilation database.

#include "checker/tool/glob_list.h"
#include "checker/tool/json_output.h"
#include "checker/tool/options.h"
#include "checker/tool/output_file.h"
#include "checker/tool/prove_complete.h"
#include "checker/tool/run.h"
#include "checker/tool/shards.h"
#include "checker/tool/text_output.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <exception>
#include <filesystem>

#include <unistd.h>

namespace {

using namespace paraudit;
using namespace paraudit::tool;

enum ExitCode { kClean = 0, kFindings = 1, kUsage = 2, kUnitFailed = 3 };

int fail(const std::string& message) {
  std::fprintf(stderr, "paraudit-check: error: %s\n", message.c_str());
  return kUsage;
}

int list_checks(const std::vector<const checks::CheckInfo*>& selected) {
  for (const checks::CheckInfo* check : selected) {
    std::printf("%-32s %-8s %s\n", check->name, checks::severity_name(check->severity), check->summary);
  }
  return kClean;
}

int explain_check(const std::string& name) {
  std::vector<std::string> names;
  for (const checks::CheckInfo& check : checks::all_checks()) {
    if (check.name == name || check.name == "paraudit-" + name) {
      std::fputs(check.documentation, stdout);
      return kClean;
    }
    names.emplace_back(check.name);
  }
  std::string near = nearest_name(name, names);
  return fail("no check is called '" + name + "'" + (near.empty() ? "; see" : "; did you mean '" + near + "'? See") +
              " --list-checks");
}

bool use_color(ColorMode mode) {
  return mode == ColorMode::kAlways || (mode == ColorMode::kAuto && ::isatty(STDOUT_FILENO) == 1);
}

std::string render(const Report& report, const Output& output, const Options& options) {
  if (output.format == Format::kJson) {
    return json_report(report);
  }
  return text_report(report, output.path.empty() ? use_color(options.color) : options.color == ColorMode::kAlways);
}

// A proof has standard output to itself; findings go to the files that are asked for.
bool write_outputs(const Report& report, const Options& options) {
  for (const Output& output : options.outputs) {
    if (output.path.empty() && options.action == Action::kProveComplete) {
      continue;
    }
    std::string error = write_output(output.path, render(report, output, options));
    if (!error.empty()) {
      fail(error);
      return false;
    }
  }
  return true;
}

// What failed units hold, nobody knows: that weighs more than findings.
int exit_code_of(const Report& report) {
  if (!report.failed.empty()) {
    return kUnitFailed;
  }
  bool has_errors = std::any_of(report.findings.begin(), report.findings.end(), [](const checks::Finding& finding) {
    return finding.severity == checks::Severity::kError;
  });
  return has_errors ? kFindings : kClean;
}

facts::Result<std::vector<facts::TuFacts>> facts_of(const Options& options, Report& report) {
  if (options.link) {
    return load_shards(options.files, report);
  }
  facts::Result<Commands> commands = load_commands(options);
  if (!commands) {
    return facts::Error{commands.error()};
  }
  for (const analysis::CompileCommand& command : *commands) {
    if (std::error_code ignored; !std::filesystem::is_directory(command.directory, ignored)) {
      return facts::Error{"the directory '" + command.directory + "', in which the entry of '" + command.file +
                          "' is to be compiled, does not exist; generate the compilation database again"};
    }
  }
  return extract_units(*commands, options, report);
}

int check(const Options& options, const std::vector<const checks::CheckInfo*>& selected) {
  Report report;
  report.root = root_directory(options);
  facts::Result<std::vector<facts::TuFacts>> units = facts_of(options, report);
  if (!units) {
    return fail(units.error());
  }
  std::fputs(text_failures(report).c_str(), stderr);
  check_program(std::move(*units), options, selected, report);
  if (!write_outputs(report, options)) {
    return kUsage;
  }
  if (!options.quiet) {
    std::fputs(text_summary(report).c_str(), stderr);
    std::fputs(text_sharing(report).c_str(), stderr);
    std::fputs(text_cache(report, options).c_str(), stderr);
  }
  if (options.action == Action::kProveComplete) {
    return prove_complete(report, options.objects);
  }
  return exit_code_of(report);
}

int run(int argc, char** argv) {
  ParsedOptions parsed = parse_options(argc, argv);
  if (!parsed.options) {
    std::fputs(parsed.message.c_str(), parsed.exit_code == 0 ? stdout : stderr);
    return parsed.exit_code;
  }
  const Options& options = *parsed.options;
  if (options.action == Action::kExplainCheck) {
    return explain_check(options.explain);
  }
  facts::Result<std::vector<const checks::CheckInfo*>> selected = select_checks(options.checks);
  if (!selected) {
    return fail(selected.error());
  }
  if (std::string error = check_globs("--warnings-as-errors", options.warnings_as_errors); !error.empty()) {
    return fail(error);
  }
  return options.action == Action::kListChecks ? list_checks(*selected) : check(options, *selected);
}

} // namespace

int main(int argc, char** argv) {
  try {
    int code = run(argc, argv);
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
      return fail(std::string("cannot write to standard output: ") + std::strerror(errno));
    }
    return code;
  } catch (const std::exception& error) {
    return fail(error.what());
  }
}
