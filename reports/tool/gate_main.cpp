// paraudit-gate: a report against budget, baseline and ledger, for CI.

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>
#include <optional>
#include <variant>

#include "reports/analysis/coverage.h"
#include "reports/analysis/verdict.h"
#include "reports/gate/evaluate.h"
#include "reports/gate/report_file.h"
#include "reports/markup/markdown.h"
#include "reports/render/issues.h"
#include "reports/tool/options.h"
#include "reports/tool/output_file.h"
#include "reports/tool/tool_main.h"
#include "reports/tool/version.h"

namespace {

using namespace paraudit;
using namespace paraudit::reports;

constexpr const char* kFooter = R"(Examples:
  paraudit gate report.json                                   no new cycle, no finding at error level
  paraudit gate --budget budget.yaml report.json
  paraudit gate --baseline baseline.json --update-baseline report.json
  paraudit gate --baseline baseline.json --budget budget.yaml --format github report.json
  paraudit gate --format sarif -o paraudit.sarif --format junit -o paraudit.xml report.json

Without --budget: at most 0 new lock-order cycles and 0 new findings at error level, and a report that passes by
itself. A report that saw nothing never passes.
Exit status: 0 within the budget, 1 over it, 2 bad usage or input, 3 within it, but units failed in the checker.)";

const std::vector<std::string> kFormats = {"text", "markdown", "github", "gitlab", "junit", "sarif", "json"};

struct GateOptions {
  std::string report, budget, baseline, ledger, root;
  std::vector<std::string> formats, paths;
  std::vector<Output> outputs;
  bool update_baseline = false;
};

// The nth -o belongs to the nth --format; a format without -o goes to standard output.
std::string pair_outputs(GateOptions& options) {
  if (options.paths.size() > std::max<std::size_t>(options.formats.size(), 1))
    return "each -o needs its --format";
  if (options.formats.empty())
    options.formats.push_back("text");
  for (std::size_t i = 0; i < options.formats.size(); ++i)
    options.outputs.push_back({i < options.paths.size() ? options.paths[i] : "-", options.formats[i]});
  return "";
}

std::variant<GateOptions, int> parse(int argc, char** argv) {
  GateOptions options;
  CLI::App app("Fails where a report goes over its budget: new lock-order cycles, undocumented state, contention, lost "
               "speed-up.",
               "paraudit gate");
  app.add_option("REPORT", options.report, "What paraudit report -o report.json wrote")->required();
  app.add_option("--budget", options.budget, "The limits (reports/schema/budget.schema.json)")->type_name("FILE");
  CLI::Option* baseline =
      app.add_option("--baseline", options.baseline, "The findings that are known")->type_name("FILE");
  app.add_flag("--update-baseline", options.update_baseline, "Write what the report holds as the baseline, and pass")
      ->needs(baseline);
  app.add_option("--ledger", options.ledger, "The ledger, for limits on what is undocumented")->type_name("FILE");
  app.add_option("--root", options.root, "Directory that paths are relative to, for SARIF (default: the repository's)")
      ->type_name("DIR");
  app.add_option("--format", options.formats,
                 "text, markdown, github, gitlab, junit, sarif or json; may be repeated, each with its -o")
      ->check(CLI::IsMember(kFormats))
      ->take_all()
      ->allow_extra_args(false);
  app.add_option("-o,--output", options.paths, "File for the --format in the same place")
      ->type_name("FILE")
      ->take_all()
      ->allow_extra_args(false);
  app.set_version_flag("--version", std::string("paraudit-gate ") + kVersion);
  app.footer(kFooter);
  std::string problem;
  try {
    app.parse(argc, argv);
    problem = pair_outputs(options);
    if (problem.empty())
      problem = root_problem(options.root);
  } catch (const CLI::Success& done) {
    return app.exit(done);
  } catch (const CLI::ParseError& error) {
    problem = error.what();
  }
  if (!problem.empty()) {
    std::cerr << "paraudit-gate: " << problem << "\nTry 'paraudit gate --help'.\n";
    return kExitError;
  }
  options.root = root_of(options.root, "");
  return options;
}

struct Outcome {
  Budget budget;
  GateResult result;
  std::vector<Issue> issues; // findings and cycles, then violations first once merged
  std::vector<formats::BaselineEntry> stale;
  bool has_baseline = false;
  std::size_t known() const {
    return static_cast<std::size_t>(
        std::count_if(issues.begin(), issues.end(), [](const Issue& i) { return i.is_known; }));
  }
  std::uint64_t failed_units = 0; // that no limit is about
  bool passes() const { return result.violations.empty() && failed_units == 0; }
  int exit_code() const { return passes() ? kExitPass : result.violations.empty() ? kExitUnseen : kExitFail; }
  const char* word() const { return passes() ? "PASS" : result.violations.empty() ? "CANNOT TELL" : "FAIL"; }
};

std::string stale_line(const formats::BaselineEntry& entry) {
  return "stale in the baseline: " + (entry.file.empty() ? "" : entry.file + ": ") + entry.message + " [" +
         entry.check + "]";
}

std::string where(const Outcome& outcome, const Violation& violation) {
  return violation.at.line == 0 ? ""
                                : outcome.budget.path + ":" + std::to_string(violation.at.line) + ":" +
                                      std::to_string(violation.at.column) + ": ";
}

std::string unseen_line(const Outcome& outcome) {
  return "not seen: " + counted(outcome.failed_units, "translation unit") +
         " failed in the checker (max_failed_units in a budget says how many may)";
}

std::string text_of(const Outcome& outcome) {
  std::string text = std::string("paraudit gate: ") + outcome.word() + ", " + counted(outcome.result.checked, "limit") +
                     " checked, " + std::to_string(outcome.result.violations.size()) + " exceeded\n";
  for (const Violation& violation : outcome.result.violations) {
    text += where(outcome, violation) + "exceeded: " + violation.message + "\n";
    for (const std::string& detail : violation.details)
      text += "  " + detail + "\n";
  }
  if (outcome.failed_units != 0)
    text += unseen_line(outcome) + "\n";
  if (outcome.has_baseline)
    text += "baseline: " + counted(outcome.known(), "known finding") + ", " + std::to_string(outcome.stale.size()) +
            " stale\n";
  for (const formats::BaselineEntry& entry : outcome.stale)
    text += stale_line(entry) + "\n";
  if (!outcome.stale.empty())
    text += "what is stale was mended: drop it with --update-baseline\n";
  return text;
}

std::string markdown_of(const Outcome& outcome) {
  std::string text = std::string("## paraudit gate: ") +
                     (outcome.passes()                    ? "pass"
                      : outcome.result.violations.empty() ? "cannot tell"
                                                          : "fail") +
                     "\n\n" + counted(outcome.result.checked, "limit") + " checked, " +
                     std::to_string(outcome.result.violations.size()) + " exceeded.\n";
  if (outcome.failed_units != 0)
    text += "\n" + md_text(unseen_line(outcome)) + "\n";
  if (!outcome.result.violations.empty())
    text += "\n" + md_head({"exceeded", "look at", "limit set at"});
  for (const Violation& violation : outcome.result.violations) {
    std::string details;
    for (const std::string& detail : violation.details)
      details += (details.empty() ? "" : "<br>") + md_text(detail);
    text += md_row({md_text(violation.message), details, md_text(where(outcome, violation))});
  }
  for (const formats::BaselineEntry& entry : outcome.stale)
    text += "\n- " + md_text(stale_line(entry));
  return text + (outcome.stale.empty() ? "" : "\n");
}

std::string json_of(const Outcome& outcome) {
  using Json = nlohmann::ordered_json;
  Json violations = Json::array(), stale = Json::array();
  for (const Violation& violation : outcome.result.violations)
    violations.push_back(
        {{"message", violation.message},
         {"details", violation.details},
         {"budget", {{"file", outcome.budget.path}, {"line", violation.at.line}, {"column", violation.at.column}}}});
  for (const formats::BaselineEntry& entry : outcome.stale)
    stale.push_back(
        {{"fingerprint", entry.fingerprint}, {"check", entry.check}, {"file", entry.file}, {"message", entry.message}});
  Json json = {{"schema", "paraudit.gate"}, {"version", "1.0"},
               {"pass", outcome.passes()},  {"checked", outcome.result.checked},
               {"exceeded", violations},    {"known", outcome.known()},
               {"stale_baseline", stale},   {"failed_units", outcome.failed_units}};
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

// What a host shows: the exceeded limits, then what is new.
std::vector<Issue> shown_issues(const Outcome& outcome) {
  std::vector<Issue> shown = issues_of(outcome.budget, outcome.result);
  shown.insert(shown.end(), outcome.issues.begin(), outcome.issues.end());
  return shown;
}

std::string render(const Outcome& outcome, const std::string& format, const GateOptions& options) {
  if (format == "text")
    return text_of(outcome);
  if (format == "markdown")
    return markdown_of(outcome);
  if (format == "json")
    return json_of(outcome);
  if (format == "github")
    return issues_github(shown_issues(outcome));
  if (format == "gitlab")
    return issues_gitlab(shown_issues(outcome));
  IssueOptions issue_options{kVersion, options.root, "paraudit gate", outcome.has_baseline};
  return format == "junit" ? issues_junit(shown_issues(outcome), issue_options)
                           : issues_sarif(shown_issues(outcome), issue_options);
}

int run(const GateOptions& options) {
  ReportFile file = read_report(options.report);
  Outcome outcome;
  outcome.issues = issues_of(file.report);
  if (options.update_baseline) {
    if (std::vector<std::string> blind = blind_reasons(file.report); !blind.empty())
      throw InputError(options.report, blind.front() + "; the baseline stays as it is");
    write_whole_file(options.baseline, formats::baseline_text(baseline_of(outcome.issues)));
    std::cout << "wrote " << options.baseline << ": " << counted(outcome.issues.size(), "finding") << "\n";
    return kExitPass;
  }
  outcome.budget = options.budget.empty() ? default_budget() : read_budget(options.budget);
  outcome.has_baseline = !options.baseline.empty();
  if (outcome.has_baseline)
    outcome.stale = apply_baseline(formats::read_baseline(options.baseline), outcome.issues);
  std::optional<formats::Ledger> ledger;
  if (!options.ledger.empty())
    ledger = formats::read_ledger(options.ledger);
  GateInput input{file.report, outcome.issues, outcome.stale.size(), outcome.has_baseline, ledger ? &*ledger : nullptr};
  outcome.result = evaluate(outcome.budget, input);
  judge_report(outcome.budget, input, outcome.result);
  bool is_limited = std::any_of(outcome.budget.totals.begin(), outcome.budget.totals.end(),
                                [](const TotalRule& rule) { return rule.limit == TotalLimit::kFailedUnits; });
  outcome.failed_units = is_limited ? 0 : file.report.units_failed;
  bool has_text = false;
  for (const Output& output : options.outputs) {
    std::string bytes = render(outcome, output.format, options);
    has_text |= output.path == "-";
    if (output.path == "-")
      std::cout << bytes;
    else
      write_whole_file(output.path, bytes);
  }
  // The line to read is on the terminal, whatever goes to files.
  if (!has_text || options.outputs[0].format != "text")
    std::cerr << text_of(outcome);
  return outcome.exit_code();
}

} // namespace

int main(int argc, char** argv) {
  return tool_main("paraudit-gate", [&]() -> int {
    auto parsed = parse(argc, argv);
    if (const int* code = std::get_if<int>(&parsed))
      return *code;
    return run(std::get<GateOptions>(parsed));
  });
}
