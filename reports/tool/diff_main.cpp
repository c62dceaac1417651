// paraudit-diff: what changed between reports.

#include <CLI/CLI.hpp>
#include <iostream>

#include "reports/gate/diff.h"
#include "reports/tool/options.h"
#include "reports/tool/output_file.h"
#include "reports/tool/tool_main.h"
#include "reports/tool/version.h"

namespace {

using namespace paraudit::reports;

constexpr const char* kFooter = R"(Examples:
  paraudit diff base.json new.json
  paraudit diff base.json new.json --base base2.json --new new2.json   more runs of each side
  paraudit diff --format markdown base.json new.json >> "$GITHUB_STEP_SUMMARY"

Runs of one configuration and thread count, over all reports of a side, are compared by a rank test: four of each
tell a change from noise, a few more where many numbers are compared.
Exit status: 0 not worse, 1 worse (a new finding, or a time, wait or contended share that rose), 2 bad usage or input,
3 nothing worse was seen, but NEW did not look at everything that BASE did (sources, runs, failed units, checks).)";

struct DiffOptions {
  std::vector<std::string> base, now;
  std::string first, second, format = "text", output = "-";
};

// The exit code, or -1 to go on.
int parse(int argc, char** argv, DiffOptions& options) {
  CLI::App app("What changed between two reports, or two sets of them: findings, lock order, state, times.",
               "paraudit diff");
  app.add_option("BASE", options.first, "The report before")->required();
  app.add_option("NEW", options.second, "The report after")->required();
  app.add_option("--base", options.base, "One more report before; may be repeated")
      ->type_name("FILE")
      ->allow_extra_args(false);
  app.add_option("--new", options.now, "One more report after; may be repeated")
      ->type_name("FILE")
      ->allow_extra_args(false);
  app.add_option("--format", options.format, "text, markdown or json")
      ->check(CLI::IsMember({"text", "markdown", "json"}));
  app.add_option("-o,--output", options.output, "Where to (default: standard output)")->type_name("FILE");
  app.set_version_flag("--version", std::string("paraudit-diff ") + kVersion);
  app.footer(kFooter);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& done) {
    return app.exit(done);
  } catch (const CLI::ParseError& error) {
    std::cerr << "paraudit-diff: " << error.what() << "\nTry 'paraudit diff --help'.\n";
    return kExitError;
  }
  options.base.insert(options.base.begin(), options.first);
  options.now.insert(options.now.begin(), options.second);
  return -1;
}

int run(const DiffOptions& options) {
  std::vector<ReportFile> base, now;
  for (const std::string& path : options.base)
    base.push_back(read_report(path));
  for (const std::string& path : options.now)
    now.push_back(read_report(path));
  ReportDiff diff = diff_reports(base, now);
  std::string text = options.format == "json"       ? diff_json(diff)
                     : options.format == "markdown" ? diff_markdown(diff)
                                                    : diff_text(diff);
  if (options.output == "-")
    std::cout << text;
  else
    write_whole_file(options.output, text);
  if (diff.is_worse())
    return kExitFail;
  return diff.is_decided() ? kExitPass : kExitUnseen;
}

} // namespace

int main(int argc, char** argv) {
  return tool_main("paraudit-diff", [&]() -> int {
    DiffOptions options;
    int code = parse(argc, argv, options);
    return code >= 0 ? code : run(options);
  });
}
