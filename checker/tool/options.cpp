#include "checker/tool/options.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <filesystem>
#include <regex>
#include <thread>

namespace paraudit::tool {
namespace {

constexpr const char* kDescription =
    "Whole-program concurrency checks over a compilation database: shared mutable state, lock order, self-deadlock.";

constexpr const char* kFooter = R"(
Examples:
  paraudit-check -p build                       every unit of build/compile_commands.json
  paraudit-check -p build src/db src/util -j 8  only units below these paths (headers they include are seen too)
  paraudit-check a.cpp b.cpp -- -std=c++20 -I.  without a database: these units with these flags
  paraudit-check -p build --checks='paraudit-lock-*' --warnings-as-errors='*'
  paraudit-check -p build --format=text --format=json -o findings.json
  paraudit-check -p build --parallel-entry='^compile_function$'
                                                what breaks if this function ran on several threads?
  paraudit-check -p build --cache-dir ~/.cache/paraudit
                                                the second run reads again only what has changed
  paraudit-check -p build --baseline known.json
                                                only what is new; --update-baseline writes the file
  paraudit-check -p build --diff origin/main --format=sarif -o new.sarif
                                                only what the changes since then introduce
  paraudit-check -p build --ledger paraudit-ledger.yaml
                                                what is undocumented, stale or contradicted
  paraudit-check -p build --prove-complete build/*.o
                                                every writable symbol that the inventory does not explain

A finding is silenced on its line by a comment: NOLINT(check), NOLINTNEXTLINE(check), NOLINTBEGIN(check) ... NOLINTEND(check).

.paraudit.yaml in a directory of the sources, or above, has Checks, WarningsAsErrors, Severities, HeaderFilterRegex,
CheckOptions, ParallelEntries, Types, Calls ...: see --dump-config.

Exit status: 0 nothing at error level, 1 findings at error level, 2 usage or tool error, 3 a unit failed or less was seen
than was asked for.)";

// `FILE... -- FLAGS` is split off before the parser, which would take the flags for its own.
struct SplitArguments {
  std::vector<std::string> own;
  std::optional<std::vector<std::string>> flags;
};

SplitArguments split_arguments(int argc, const char* const* argv) {
  SplitArguments split;
  for (int i = 1; i < argc; ++i) {
    if (std::string_view(argv[i]) == "--") {
      split.flags.emplace(argv + i + 1, argv + argc);
      break;
    }
    split.own.emplace_back(argv[i]);
  }
  return split;
}

// Raw values whose meaning depends on the order in which they were given.
struct RawOutputs {
  CLI::Option* format = nullptr;
  CLI::Option* file = nullptr;
  std::vector<std::string> formats;
  std::vector<std::string> files;
};

struct FormatName {
  Format format;
  const char* name;
  const char* ending;
};

constexpr FormatName kFormats[] = {
#define PARAUDIT_FORMAT(enumerator, name, ending) {Format::enumerator, name, ending},
#include "checker/tool/formats.def"
#undef PARAUDIT_FORMAT
};

std::vector<std::string> format_names() {
  std::vector<std::string> names;
  for (const FormatName& format : kFormats) {
    names.emplace_back(format.name);
  }
  return names;
}

Format format_of(const std::string& name) {
  return std::find_if(std::begin(kFormats), std::end(kFormats), [&](const FormatName& f) { return f.name == name; })
      ->format;
}

// Devices and the like take text.
bool has_known_ending(const std::string& path) {
  std::string ending = std::filesystem::path(path).extension().string();
  return ending.empty() || std::any_of(std::begin(kFormats), std::end(kFormats),
                                       [&](const FormatName& format) { return ending == format.ending; });
}

Format format_of_file(const std::string& path) {
  std::string ending = std::filesystem::path(path).extension().string();
  for (const FormatName& format : kFormats) {
    if (!ending.empty() && ending == format.ending) {
      return format.format;
    }
  }
  return Format::kText;
}

// Pairs each -o with the --format before it; a --format without -o goes to standard output.
std::vector<Output> pair_outputs(const CLI::App& app, const RawOutputs& raw) {
  std::vector<Output> outputs;
  size_t next_format = 0, next_file = 0;
  bool format_is_open = false;
  for (const CLI::Option* option : app.parse_order()) {
    if (option == raw.format && next_format < raw.formats.size()) {
      outputs.push_back({format_of(raw.formats[next_format++]), ""});
      format_is_open = true;
    } else if (option == raw.file && next_file < raw.files.size()) {
      const std::string& path = raw.files[next_file++];
      if (format_is_open) {
        outputs.back().path = path;
      } else {
        outputs.push_back({format_of_file(path), path});
      }
      format_is_open = false;
    }
  }
  if (outputs.empty()) {
    outputs.push_back({});
  }
  return outputs;
}

void add_selection(CLI::App& app, Options& options) {
  app.add_option("FILE", options.files, "Only units at or below these paths; with `-- FLAGS`, the units themselves");
  app.add_option("-p,--build-path", options.database,
                 "Build directory with compile_commands.json, or that file; default: searched upwards from the first "
                 "FILE, else from the current directory")
      ->type_name("DIR|FILE");
  app.add_option("--extra-arg", options.extra_args, "Flag to append to every compile command")
      ->type_name("FLAG")
      ->take_all()
      ->allow_extra_args(false);
  app.add_option("--extra-arg-before", options.extra_args_before, "Flag to put before those of every compile command")
      ->type_name("FLAG")
      ->take_all()
      ->allow_extra_args(false);
  app.add_option("--vfsoverlay", options.overlay, "File of redirections over the file system, as clang's -ivfsoverlay")
      ->type_name("FILE");
  app.add_option("--root", options.root,
                 "Directory that reported paths are relative to; default: the repository's root")
      ->type_name("DIR");
  app.add_option("--ledger", options.ledger,
                 "Ledger to hold the program against; the lock order that it states counts as declared")
      ->type_name("FILE");
  app.add_option("--parallel-entry", options.parallel_entries,
                 "Treat functions whose qualified name matches as run by several threads; may be repeated")
      ->type_name("REGEX")
      ->take_all()
      ->allow_extra_args(false);
  app.add_option("--cache-dir", options.cache_directory,
                 "Directory of facts that earlier runs extracted; units that have not changed are read from there")
      ->type_name("DIR");
  app.add_option("--cache-size", options.cache_mib,
                 "MiB that the cache may take; what was not used for longest goes first (default 1024)")
      ->check(CLI::Range(1u, 1u << 20))
      ->type_name("MIB");
  app.add_option("-j,--jobs", options.jobs, "Units analysed at a time; default: one per core")
      ->check(CLI::Range(1u, 1024u))
      ->type_name("N");
  app.add_flag("!--no-shared-headers", options.share_headers,
               "Parse each unit by itself, also what others include as well: slower, the same findings");
  app.add_flag("--link", options.link,
               "Each FILE is a directory of facts that `paraudit facts` extracted: check those");
  add_limit_options(app, options);
}

void add_reporting(CLI::App& app, Options& options, RawOutputs& raw, std::string& color) {
  app.add_option(
         "--checks", options.checks,
         "Comma-separated globs of check names, `-glob` disables; replaces what the configuration says, or takes "
         "away from it where it begins with '-'")
      ->type_name("GLOBS");
  app.add_option("--warnings-as-errors", options.warnings_as_errors, "Globs of checks whose findings are errors")
      ->type_name("GLOBS");
  raw.format = app.add_option("--format", raw.formats, "How to write findings; may be repeated, each with its own -o")
                   ->check(CLI::IsMember(format_names()))
                   ->take_all()
                   ->allow_extra_args(false);
  raw.file = app.add_option("-o,--output", raw.files, "File for the --format before it (or by its ending)")
                 ->type_name("FILE")
                 ->take_all()
                 ->allow_extra_args(false);
  app.add_option("--use-color", color, "Colour in text output")
      ->check(CLI::IsMember({"auto", "always", "never", "true", "false"}))
      ->expected(0, 1)
      ->default_str("auto");
  app.add_flag("--quiet", options.quiet, "Print findings only, without the summary");
}

void add_filters(CLI::App& app, Options& options) {
  app.add_option(
         "--header-filter", options.header_filter,
         "Report findings only in units and in headers whose path matches; default: every header of the program")
      ->type_name("REGEX");
  app.add_option("--exclude-header-filter", options.exclude_header_filter, "... and in no header whose path matches")
      ->type_name("REGEX");
  app.add_option(
         "--line-filter", options.line_filter,
         R"(Report findings only in these lines: '[{"name":"file.cpp","lines":[[1,3],[5,7]]},{"name":"file.h"}]')")
      ->type_name("JSON");
  CLI::Option* baseline = app.add_option("--baseline", options.baseline,
                                         "File of known findings: report only new ones, and count what is fixed")
                              ->type_name("FILE");
  app.add_flag("--update-baseline", options.update_baseline, "Write the findings of this run to the --baseline file")
      ->needs(baseline);
  app.add_option("--diff", options.diff_revision,
                 "Report only what the working tree's changes against this git revision introduce, anywhere")
      ->type_name("REV");
  app.add_flag("--fail-on-empty", options.fail_on_empty,
               "Exit 3 where the run saw nothing: no function, no parallel entry, a filter that matches no file");
  app.add_option("--max-unresolved", options.max_unresolved, "Exit 3 where more calls than this are not resolved")
      ->type_name("N");
}

void add_configuration(CLI::App& app, Options& options) {
  CLI::Option* file = app.add_option("--config-file", options.config_file,
                                     "Configuration, instead of the nearest .paraudit.yaml above each file")
                          ->type_name("FILE");
  app.add_option("--config", options.config_text, "Configuration as YAML text, instead of files")
      ->type_name("YAML")
      ->excludes(file);
  CLI::Option* fix = app.add_flag("--fix", options.fix, "Apply the fixes that compile to the sources");
  app.add_option("--export-fixes", options.export_fixes, "Write the fixes that compile, for clang-apply-replacements")
      ->type_name("FILE")
      ->excludes(fix);
}

struct ActionFlags {
  bool list_checks = false;
  CLI::Option* explain = nullptr;
  CLI::Option* prove = nullptr;
  bool dump_config = false;
  bool verify_config = false;
};

void add_actions(CLI::App& app, Options& options, ActionFlags& flags) {
  CLI::Option* list =
      app.add_flag("--list-checks", flags.list_checks, "List the checks that --checks selects, and exit");
  flags.explain = app.add_option("--explain-check", options.explain, "Print the documentation of one check, and exit")
                      ->type_name("NAME");
  flags.prove = app.add_option("--prove-complete", options.objects,
                               "Object files: list each writable symbol that the inventory does not explain")
                    ->type_name("OBJ...");
  CLI::Option* dump =
      app.add_flag("--dump-config", flags.dump_config,
                   "Print the configuration that holds for FILE (else for the current directory), and exit");
  CLI::Option* verify =
      app.add_flag("--verify-config", flags.verify_config, "Read the configuration, print what is wrong, and exit");
  std::vector<CLI::Option*> actions = {list, flags.explain, flags.prove, dump, verify};
  for (size_t i = 0; i < actions.size(); ++i) {
    for (size_t j = i + 1; j < actions.size(); ++j) {
      actions[i]->excludes(actions[j]);
    }
  }
}

Action action_of(const ActionFlags& flags) {
  if (flags.list_checks) {
    return Action::kListChecks;
  }
  if (flags.explain->count() > 0) {
    return Action::kExplainCheck;
  }
  if (flags.dump_config || flags.verify_config) {
    return flags.dump_config ? Action::kDumpConfig : Action::kVerifyConfig;
  }
  return flags.prove->count() > 0 ? Action::kProveComplete : Action::kCheck;
}

ColorMode color_of(const CLI::App& app, const std::string& color) {
  if (app.count("--use-color") == 0 || color == "auto") {
    return ColorMode::kAuto;
  }
  return color == "never" || color == "false" ? ColorMode::kNever : ColorMode::kAlways;
}

// The first regular expression that does not compile, as a message.
std::string regex_error(const Options& options) {
  std::vector<std::pair<std::string, std::string>> expressions;
  for (const std::string& expression : options.parallel_entries) {
    expressions.emplace_back("--parallel-entry", expression);
  }
  expressions.emplace_back("--header-filter", options.header_filter.value_or(""));
  expressions.emplace_back("--exclude-header-filter", options.exclude_header_filter.value_or(""));
  for (const auto& [name, expression] : expressions) {
    try {
      std::regex compiled(expression);
    } catch (const std::regex_error& error) {
      return name + "='" + expression + "' is not a regular expression: " + error.what();
    }
  }
  return "";
}

// What --link is given, and what it cannot be combined with.
std::string link_error(const Options& options) {
  if (!options.link) {
    return "";
  }
  if (options.files.empty()) {
    return "--link needs directories of facts, e.g. 'paraudit link facts'";
  }
  const bool extracts = options.flags || !options.database.empty() || !options.cache_directory.empty();
  if (options.fix || !options.export_fixes.empty() || !options.diff_revision.empty()) {
    return "--fix, --export-fixes and --diff read sources again, which --link does not";
  }
  return extracts ? "--link takes facts that are there: -p, --cache-dir and '-- FLAGS' belong to 'paraudit facts'" : "";
}

// clang-tidy's own documentation writes `-checks=...`.
void accept_one_dash(const CLI::App& app, std::vector<std::string>& arguments) {
  for (std::string& argument : arguments) {
    bool is_long = argument.size() > 2 && argument[0] == '-' && argument[1] != '-';
    if (is_long && app.get_option_no_throw("-" + argument.substr(0, argument.find('='))) != nullptr) {
      argument.insert(0, 1, '-');
    }
  }
}

ParsedOptions usage_error(const std::string& text) {
  return {std::nullopt, 2, "paraudit-check: error: " + text + "\nRun 'paraudit-check --help' for the options.\n"};
}

} // namespace

void add_limit_options(CLI::App& app, Options& options) {
  app.add_option("--unit-seconds", options.limits.seconds, "Processor time that one unit may take (default 600)")
      ->check(CLI::Range(1u, 1000000u))
      ->type_name("N");
  app.add_option("--memory-limit", options.limits.mebibytes,
                 "MiB of address space that one unit may take; default: four fifths of the machine's memory, divided "
                 "by --jobs, and 2048 at least")
      ->check(CLI::Range(64u, 1u << 24))
      ->type_name("MIB");
}

ParsedOptions parse_options(int argc, const char* const* argv) {
  SplitArguments split = split_arguments(argc, argv);
  // The parser would take the next argument for the value.
  for (const std::string& argument : split.own) {
    if (argument.starts_with("--") && argument.find('=') + 1 == argument.size()) {
      return usage_error("'" + argument + "' has no value");
    }
  }
  CLI::App app(kDescription, "paraudit-check");
  app.footer(kFooter);
  app.set_version_flag("--version", std::string("paraudit-check ") + PARAUDIT_VERSION);
  Options options;
  options.jobs = std::max(1u, std::thread::hardware_concurrency());
  RawOutputs raw;
  ActionFlags flags;
  std::string color;
  add_selection(app, options);
  add_filters(app, options);
  add_configuration(app, options);
  add_reporting(app, options, raw, color);
  add_actions(app, options, flags);
  accept_one_dash(app, split.own);
  try {
    std::vector<std::string> reversed(split.own.rbegin(), split.own.rend());
    app.parse(reversed);
  } catch (const CLI::CallForHelp&) {
    return {std::nullopt, 0, app.help()};
  } catch (const CLI::CallForVersion& version) {
    return {std::nullopt, 0, std::string(version.what()) + "\n"};
  } catch (const CLI::ParseError& error) {
    return usage_error(error.what());
  }
  options.flags = std::move(split.flags);
  for (const std::string& file : raw.files) {
    if (raw.formats.empty() && !has_known_ending(file)) {
      return usage_error("cannot tell the format of '" + file +
                         "': end it in .txt, .json, .sarif or .xml, or put --format=NAME before its -o");
    }
  }
  options.outputs = pair_outputs(app, raw);
  options.color = color_of(app, color);
  options.action = action_of(flags);
  if (std::string error = regex_error(options); !error.empty()) {
    return usage_error(error);
  }
  if (std::error_code ignored; !options.root.empty() && !std::filesystem::is_directory(options.root, ignored)) {
    return usage_error("--root='" + options.root + "' is not a directory");
  }
  if (std::string error = link_error(options); !error.empty()) {
    return usage_error(error);
  }
  if (options.flags && options.files.empty()) {
    return usage_error(options.objects.empty()
                           ? "'-- FLAGS' needs the units to check before it, e.g. 'a.cpp -- -std=c++20'"
                           : "--prove-complete takes every name after it for an object file: put the units before it");
  }
  return {std::move(options), 0, ""};
}

} // namespace paraudit::tool
