#include "reports/tool/options.h"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>

#include "reports/tool/version.h"

namespace paraudit::reports {
namespace {

constexpr const char* kFooter = R"(Examples:
  paraudit report --findings findings.json trace/minirc-4711 -o report.html
  paraudit report --findings findings.json trace1 trace2 trace4 trace8 -o report.html -o report.json
  paraudit report --findings findings.json --ledger paraudit-ledger.yaml --budget budget.yaml trace -o report.html
  paraudit report trace -o - --format json | jq .verdict
  paraudit report --findings findings.json -o report.html      (no recorded run)

TRACE_DIR is what `paraudit record` wrote: one process's directory (<program>-<pid>/) or a directory of several.
Exit status: 0 pass; 1 fail: findings at error level or cycles observed at run time that no --baseline knows (with
--budget: a limit exceeded), races confirmed at run time, a --ledger contradicted, nothing audited; 2 bad usage or
input.)";

std::string format_of(const std::string& path) {
  if (path == "-")
    return "text";
  static const std::pair<const char*, const char*> kEndings[] = {{".html", "html"},
                                                                 {".htm", "html"},
                                                                 {".speedscope.json", "speedscope"},
                                                                 {".trace.json", "chrome-trace"},
                                                                 {".json", "json"},
                                                                 {".txt", "text"},
                                                                 {".md", "markdown"},
                                                                 {".pb.gz", "pprof"},
                                                                 {".folded", "folded"},
                                                                 {".dot", "dot"},
                                                                 {".sarif", "sarif"},
                                                                 {".xml", "junit"},
                                                                 {".prom", "openmetrics"}};
  for (const auto& [ending, format] : kEndings)
    if (path.ends_with(ending))
      return format;
  return "";
}

struct Raw {
  std::vector<std::string> paths, formats;
};

// The nth --format belongs to the nth -o; outputs beyond take theirs from their ending.
std::string pair_outputs(const Raw& raw, Options& options) {
  for (std::size_t i = 0; i < raw.paths.size(); ++i) {
    std::string format = i < raw.formats.size() ? raw.formats[i] : format_of(raw.paths[i]);
    if (format.empty())
      return "cannot tell the format of '" + raw.paths[i] +
             "': end it in .html, .json, .txt, .md, .sarif, .xml, .pb.gz, .folded, .dot or .prom, or add --format";
    options.outputs.push_back({raw.paths[i], format});
  }
  for (std::size_t i = raw.paths.size(); i < raw.formats.size(); ++i)
    options.outputs.push_back({"-", raw.formats[i]});
  return "";
}

void add_options(CLI::App& app, Options& options, Raw& raw) {
  app.add_option("TRACE_DIR", options.traces, "Recorded runs");
  app.add_option("--findings", options.findings, "What paraudit check --format=json wrote")->type_name("FILE");
  app.add_option("--ledger", options.ledger, "What was decided about shared state and lock order; needs --findings")
      ->type_name("FILE");
  app.add_option("--budget", options.budget, "The limits to keep (reports/schema/budget.schema.json)")
      ->type_name("FILE");
  app.add_option("--baseline", options.baseline, "The findings that are known (paraudit gate --update-baseline)")
      ->type_name("FILE");
  app.add_option("-o,--output", raw.paths, "Write the report there; may be repeated; '-' is standard output")
      ->type_name("FILE")
      ->take_all()
      ->allow_extra_args(false);
  app.add_option(
         "--format", raw.formats,
         "html, json, text, markdown, sarif, gitlab, github, junit, pprof, speedscope, folded, chrome-trace, dot or "
         "openmetrics, for the -o in the same place (default: by its ending)")
      ->check(CLI::IsMember({"html", "json", "text", "markdown", "sarif", "gitlab", "github", "junit", "pprof",
                             "speedscope", "folded", "chrome-trace", "dot", "openmetrics"}))
      ->take_all()
      ->allow_extra_args(false);
  app.add_option("--root", options.root,
                 "Directory that paths in the findings are relative to (default: where they were made)")
      ->type_name("DIR");
  app.add_option("--label", options.labels, "Name of a run, in the order of the runs; may be repeated")
      ->allow_extra_args(false);
  app.add_option("--threads", options.threads,
                 "Thread count of a run, in the order of the runs (default: from -Z threads=N, else as seen)")
      ->delimiter(',')
      ->check(CLI::Range(1u, 1u << 20))
      ->allow_extra_args(false);
  app.add_option("--predict-at", options.predict_at,
                 "Thread counts to predict from a timeline (default: 1, 2, 4 ... 64 and those measured)")
      ->delimiter(',')
      ->check(CLI::Range(1, 512))
      ->allow_extra_args(false);
  app.add_option_function<std::string>(
         "--pool", [&options](const std::string& pool) { options.central_queue = pool == "central"; },
         "How the recorded pool schedules: arena (oneTBB's, the default) or central (one queue; waits block threads)")
      ->check(CLI::IsMember({"arena", "central"}));
  app.add_flag("-q,--quiet", options.quiet, "No summary on standard output");
  app.set_version_flag("--version", std::string("paraudit-report ") + kVersion);
  app.footer(kFooter);
}

int usage_error(const std::string& message) {
  std::cerr << "paraudit-report: " << message << "\nTry 'paraudit report --help'.\n";
  return kExitError;
}

} // namespace

std::string repository_root(const std::string& start) {
  namespace fs = std::filesystem;
  std::error_code error;
  for (fs::path path = fs::absolute(start, error); !error; path = path.parent_path()) {
    if (fs::exists(path / ".git", error))
      return path.string();
    if (path == path.parent_path())
      break;
  }
  return start;
}

std::string root_of(const std::string& given, const std::string& of_findings) {
  std::error_code error;
  if (!given.empty())
    return given;
  return std::filesystem::is_directory(of_findings, error) ? of_findings
                                                           : repository_root(std::filesystem::current_path().string());
}

std::string root_problem(const std::string& given) {
  std::error_code error;
  return given.empty() || std::filesystem::is_directory(given, error) ? "" : "--root: no directory '" + given + "'";
}

std::variant<Options, int> parse_options(int argc, char** argv) {
  Options options;
  Raw raw;
  CLI::App app(
      "Joins findings and recorded runs into one report: which lock costs what, who held it while who waited,\n"
      "which lock orders were seen and declared, what is shared.",
      "paraudit report");
  add_options(app, options, raw);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& done) {
    return app.exit(done);
  } catch (const CLI::ParseError& error) {
    return usage_error(error.what());
  }
  if (options.traces.empty() && options.findings.empty())
    return usage_error("nothing to report on: give a trace directory, or --findings, or both");
  if (!options.ledger.empty() && options.findings.empty())
    return usage_error("--ledger needs --findings: they say what the program's shared state and locks are");
  if (std::string problem = pair_outputs(raw, options); !problem.empty())
    return usage_error(problem);
  if (std::string problem = root_problem(options.root); !problem.empty())
    return usage_error(problem);
  options.command = "paraudit report";
  for (int i = 1; i < argc; ++i)
    options.command += std::string(" ") + argv[i];
  return options;
}

} // namespace paraudit::reports
