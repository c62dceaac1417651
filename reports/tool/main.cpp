// paraudit-report: findings and traces in, report out.

#include <algorithm>
#include <exception>
#include <iostream>
#include <map>

#include "reports/analysis/build_report.h"
#include "reports/analysis/verdict.h"
#include "reports/export/profiles.h"
#include "reports/export/text_forms.h"
#include "reports/export/timeline.h"
#include "reports/gate/review.h"
#include "reports/render/html.h"
#include "reports/render/issues.h"
#include "reports/render/json.h"
#include "reports/render/text.h"
#include "reports/replay/predict.h"
#include "reports/tool/options.h"
#include "reports/tool/output_file.h"
#include "reports/tool/tool_main.h"
#include "reports/tool/version.h"

namespace {

using namespace paraudit::reports;

// For CI hosts: findings and cycles.
std::string render_issues(const Report& report, const Options& options, const std::string& format) {
  std::vector<Issue> issues = issues_of(report);
  if (format == "sarif")
    return issues_sarif(issues, {kVersion, options.root, "paraudit report", false});
  if (format == "junit")
    return issues_junit(issues, {kVersion, options.root, "paraudit report", false});
  return format == "gitlab" ? issues_gitlab(issues) : issues_github(issues);
}

std::string render(const Report& report, const TraceSet& traces, const Options& options, const std::string& format) {
  using Make = std::string (*)(const Report&);
  static const std::map<std::string, Make> kForms = {
      {"markdown", to_markdown}, {"pprof", to_pprof}, {"speedscope", to_speedscope},
      {"folded", to_folded},     {"dot", to_dot},     {"openmetrics", to_openmetrics}};
  if (auto form = kForms.find(format); form != kForms.end())
    return form->second(report);
  if (format == "json")
    return to_json(report, 1) + "\n";
  if (format == "html")
    return to_html(report, {options.root, kVersion, options.command});
  if (format == "chrome-trace")
    return to_chrome_trace(traces);
  return format == "text" ? to_text(report, {}) : render_issues(report, options, format);
}

// True when standard output is taken by a report, so that the summary must stay away from it.
bool write_outputs(const Report& report, const TraceSet& traces, const Options& options,
                   std::vector<std::string>& written) {
  bool to_stdout = false;
  for (const Output& output : options.outputs) {
    std::string bytes = render(report, traces, options, output.format);
    if (output.path == "-") {
      to_stdout = true;
      std::cout << bytes;
    } else {
      write_whole_file(output.path, bytes);
      written.push_back(output.path);
    }
  }
  return to_stdout;
}

ReviewFiles read_review_files(const Options& options) {
  ReviewFiles files;
  if (!options.budget.empty())
    files.budget = read_budget(options.budget);
  if (!options.baseline.empty())
    files.baseline = paraudit::formats::read_baseline(options.baseline);
  if (!options.ledger.empty())
    files.ledger = paraudit::formats::read_ledger(options.ledger);
  return files;
}

// More names than runs: a run is missing, or the names are in the wrong places.
void require_as_many_runs(const char* option, std::size_t given, const TraceSet& traces) {
  if (given > traces.processes.size())
    throw InputError(option, "is given for " + counted(given, "run") + ", but the traces hold " +
                                 std::to_string(traces.processes.size()));
}

int run(Options options) {
  ReviewFiles review_files = read_review_files(options);
  Findings findings;
  if (!options.findings.empty())
    findings = read_findings(options.findings);
  options.root = root_of(options.root, findings.root);
  TraceSet traces;
  for (const std::string& directory : options.traces)
    read_traces(directory, traces);
  require_as_many_runs("--label", options.labels.size(), traces);
  require_as_many_runs("--threads", options.threads.size(), traces);
  replay::PredictOptions prediction;
  prediction.counts = options.predict_at;
  std::sort(prediction.counts.begin(), prediction.counts.end());
  if (options.central_queue)
    prediction.scheduling = replay::Scheduling::kCentral;
  auto predict = [&](const std::vector<RunJoin>& runs, const LockTable& table, Report& report) {
    replay::predict(runs, table, prediction, report);
  };
  Report report = build_report(findings, traces, {options.root, options.labels, options.threads, predict});
  review(review_files, report);
  std::vector<std::string> written;
  bool to_stdout = write_outputs(report, traces, options, written);
  if (!options.quiet && !to_stdout)
    std::cout << to_text(report, written);
  return report.verdict.pass ? kExitPass : kExitFail;
}

} // namespace

int main(int argc, char** argv) {
  return tool_main("paraudit-report", [&]() -> int {
    auto parsed = parse_options(argc, argv);
    if (const int* code = std::get_if<int>(&parsed))
      return *code;
    return run(std::get<Options>(parsed));
  });
}
