// paraudit-report: findings and traces in, report out.

#include <exception>
#include <iostream>
#include <new>

#include "reports/analysis/build_report.h"
#include "reports/reader/input_error.h"
#include "reports/render/html.h"
#include "reports/render/json.h"
#include "reports/render/text.h"
#include "reports/tool/options.h"
#include "reports/tool/output_file.h"
#include "reports/tool/version.h"

namespace {

using namespace paraudit::reports;

std::string render(const Report& report, const Options& options, const std::string& format) {
  if (format == "json")
    return to_json(report, 1) + "\n";
  if (format == "html")
    return to_html(report, {options.root, kVersion, options.command});
  return to_text(report, {});
}

// True when standard output is taken by a report, so that the summary must stay away from it.
bool write_outputs(const Report& report, const Options& options, std::vector<std::string>& written) {
  bool to_stdout = false;
  for (const Output& output : options.outputs) {
    std::string bytes = render(report, options, output.format);
    if (output.path == "-") {
      to_stdout = true;
      std::cout << bytes << std::flush;
      if (!std::cout)
        throw OutputError("standard output: cannot write");
    } else {
      write_whole_file(output.path, bytes);
      written.push_back(output.path);
    }
  }
  return to_stdout;
}

int run(const Options& options) {
  Findings findings;
  if (!options.findings.empty())
    findings = read_findings(options.findings);
  TraceSet traces;
  for (const std::string& directory : options.traces)
    read_traces(directory, traces);
  Report report = build_report(findings, traces, {options.root, options.labels, options.threads});
  std::vector<std::string> written;
  bool to_stdout = write_outputs(report, options, written);
  if (!options.quiet && !to_stdout)
    std::cout << to_text(report, written) << std::flush;
  return report.verdict.pass ? kExitPass : kExitFail;
}

} // namespace

int main(int argc, char** argv) {
  try {
    auto parsed = parse_options(argc, argv);
    if (const int* code = std::get_if<int>(&parsed))
      return *code;
    return run(std::get<Options>(parsed));
  } catch (const InputError& error) {
    std::cerr << "paraudit-report: " << error.what() << "\n";
  } catch (const OutputError& error) {
    std::cerr << "paraudit-report: " << error.what() << "\n";
  } catch (const std::bad_alloc&) {
    std::cerr << "paraudit-report: out of memory\n";
  }
  return kExitError;
}
