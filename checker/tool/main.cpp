// paraudit-check: whole-program concurrency checks over a compilation database.

#include "checker/tool/check_command.h"
#include "checker/tool/compile_database.h"
#include "checker/tool/glob_list.h"
#include "checker/tool/options.h"
#include "checker/tool/run.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <exception>
#include <filesystem>

namespace {

using namespace paraudit;
using namespace paraudit::tool;

int list_checks(const std::vector<checks::CheckInfo>& selected) {
  for (const checks::CheckInfo& check : selected) {
    std::printf("%-32s %-8s %s\n", check.name, checks::severity_name(check.severity), check.summary);
  }
  return kClean;
}

int explain_check(const std::string& name) {
  for (const checks::CheckInfo& check : checks::all_checks()) {
    if (check.name == name || check.name == "paraudit-" + name) {
      std::fputs(check.documentation, stdout);
      return kClean;
    }
  }
  std::string near = nearest_name(name, check_names());
  return fail("no check is called '" + name + "'" + (near.empty() ? "; see" : "; did you mean '" + near + "'? See") +
              " --list-checks");
}

int verify_config(const ConfigTree& configs) {
  for (const std::string& source : configs.sources()) {
    std::printf("%s: good\n", source.c_str());
  }
  if (configs.sources().empty()) {
    std::printf("no %s applies here\n", kConfigName);
  }
  return kClean;
}

// What the configuration says of a directory: that of the first FILE, else the current one.
int with_config(const Options& options) {
  std::string current = std::filesystem::current_path().string();
  std::string place = options.files.empty() ? current : absolute_path(options.files.front(), current);
  std::error_code ignored;
  ConfigTree configs(options);
  facts::Result<const Config*> config =
      std::filesystem::is_directory(place, ignored) ? configs.for_directory(place) : configs.for_file(place);
  if (!config) {
    return fail(config.error());
  }
  if (options.action == Action::kDumpConfig) {
    std::fputs(dump_config(**config).c_str(), stdout);
    return kClean;
  }
  facts::Result<std::vector<checks::CheckInfo>> selected = select_checks(**config, configs.sources());
  if (options.action == Action::kVerifyConfig) {
    return selected ? verify_config(configs) : fail(selected.error());
  }
  return selected ? list_checks(*selected) : fail(selected.error());
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
  for (const auto& [option, globs] :
       {std::pair("--checks", options.checks), std::pair("--warnings-as-errors", options.warnings_as_errors)}) {
    if (std::string error = check_globs(option, globs); !error.empty()) {
      return fail(error);
    }
  }
  // Whatever the configuration says, this would check nothing.
  std::string globs = options.checks.starts_with('-') ? "*," + options.checks : options.checks;
  Config alone;
  alone.checks = globs.empty() ? "*" : globs;
  if (facts::Result<std::vector<checks::CheckInfo>> selected = select_checks(alone); !selected) {
    return fail(selected.error());
  }
  bool is_run = options.action == Action::kCheck || options.action == Action::kProveComplete;
  return is_run ? run_check(options) : with_config(options);
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
