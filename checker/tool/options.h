// What `paraudit-check` was asked to do: the command line, parsed and validated once, const afterwards.
//
// Thread-safety: plain data. Errors: usage errors are reported as text in ParsedOptions, never thrown.
#ifndef PARAUDIT_CHECKER_TOOL_OPTIONS_H
#define PARAUDIT_CHECKER_TOOL_OPTIONS_H

#include "checker/tool/limits.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace paraudit::tool {

enum class Format {
#define PARAUDIT_FORMAT(enumerator, name, ending) enumerator,
#include "checker/tool/formats.def"
#undef PARAUDIT_FORMAT
};

// One requested rendering; an empty path means standard output.
struct Output {
  Format format = Format::kText;
  std::string path;
};

enum class ColorMode { kAuto, kAlways, kNever };

enum class Action { kCheck, kListChecks, kExplainCheck, kProveComplete, kDumpConfig, kVerifyConfig };

struct Options {
  Action action = Action::kCheck;
  std::string database;                          // -p: a directory or a compile_commands.json; empty: search upwards
  std::vector<std::string> files;                // path filters, or the units themselves when `flags` is given
  std::optional<std::vector<std::string>> flags; // what followed `--`
  std::vector<std::string> extra_args;
  std::vector<std::string> extra_args_before;
  std::string overlay;            // --vfsoverlay
  std::string cache_directory;    // empty: no cache
  std::uint64_t cache_mib = 1024; // what the cache may grow to
  std::string checks;             // empty: what the configuration says
  std::string warnings_as_errors;
  std::vector<Output> outputs;
  std::string root;
  std::optional<std::string> header_filter;
  std::optional<std::string> exclude_header_filter;
  std::string line_filter; // JSON text; empty: every line
  std::string config_file;
  std::optional<std::string> config_text; // --config
  std::string baseline;
  bool update_baseline = false;
  std::string diff_revision;
  std::string export_fixes; // a file
  bool fix = false;
  bool fail_on_empty = false;
  std::optional<std::size_t> max_unresolved;
  std::string explain;
  std::vector<std::string> parallel_entries;
  std::string ledger;               // empty: none
  std::vector<std::string> objects; // --prove-complete
  unsigned jobs = 1;
  bool share_headers = true; // parse what several units include once
  Limits limits;             // of the process of one unit
  bool link = false;         // `files` are directories of facts
  bool keep_parts = false;   // the cache is where facts are wanted: nothing is pruned
  ColorMode color = ColorMode::kAuto;
  bool quiet = false;
};

// Either options, or an exit code with the text to print (help and version are exit code 0, on standard output).
struct ParsedOptions {
  std::optional<Options> options;
  int exit_code = 0;
  std::string message;
};

// --unit-seconds and --memory-limit.
void add_limit_options(CLI::App& app, Options& options);

ParsedOptions parse_options(int argc, const char* const* argv);

} // namespace paraudit::tool

#endif
