// paraudit-ledger: the reviewed file of decisions, and what the program says to it.

#include <filesystem>
#include <iostream>
#include <optional>

#include "reports/analysis/build_report.h"
#include "reports/analysis/coverage.h"
#include "reports/analysis/verdict.h"
#include "reports/ledger/annotations.h"
#include "reports/ledger/audit_page.h"
#include "reports/ledger/program_facts.h"
#include "reports/reader/input_error.h"
#include "reports/tool/ledger_options.h"
#include "reports/tool/options.h"
#include "reports/tool/output_file.h"
#include "reports/tool/tool_main.h"

namespace {

using namespace paraudit;
using namespace paraudit::reports;

struct Inputs {
  Findings findings;
  std::string root;
  std::optional<formats::ProgramFacts> facts; // absent: no findings were given
};

Inputs read_inputs(const LedgerOptions& options) {
  Inputs inputs;
  if (options.findings.empty())
    return inputs;
  inputs.findings = read_findings(options.findings);
  inputs.root = root_of(options.root, inputs.findings.root);
  TraceSet traces;
  for (const std::string& directory : options.traces)
    read_traces(directory, traces);
  inputs.facts = program_facts(build_report(inputs.findings, traces, {inputs.root, {}, {}}));
  return inputs;
}

// An audit that saw nothing must not find a ledger in order.
void require_units(const Inputs& inputs) {
  if (std::string unseen = unseen_sources(inputs.findings); !unseen.empty())
    throw InputError(inputs.findings.path, "the findings " + unseen + ": nothing was checked, so nothing can be said");
}

void write_output(const std::string& path, const std::string& text) {
  if (path != "-")
    return write_whole_file(path, text);
  std::cout << text;
}

std::string counts_of(const formats::Ledger& ledger) {
  return std::to_string(ledger.state.size()) + " of shared state, " + counted(ledger.lock_order.size(), "lock pair");
}

int init(const LedgerOptions& options) {
  std::error_code ignored;
  if (std::filesystem::exists(options.ledger, ignored))
    throw InputError(options.ledger, "exists already; add to it with: paraudit ledger update");
  Inputs inputs = read_inputs(options);
  if (inputs.facts)
    require_units(inputs);
  formats::Ledger ledger = formats::parse_ledger(options.ledger, formats::empty_ledger());
  std::string text = inputs.facts ? updated_ledger(ledger, *inputs.facts) : ledger.text;
  write_whole_file(options.ledger, text);
  ledger = formats::parse_ledger(options.ledger, text);
  std::cout << "wrote " << options.ledger << ": " << counts_of(ledger) << ", all to be decided\n";
  return kExitPass;
}

int update(const LedgerOptions& options) {
  formats::Ledger before = formats::read_ledger(options.ledger);
  Inputs inputs = read_inputs(options);
  require_units(inputs);
  std::string text = updated_ledger(before, *inputs.facts);
  if (text == before.text) {
    std::cout << options.ledger << ": nothing new, left as it is\n";
    return kExitPass;
  }
  formats::Ledger after = formats::parse_ledger(options.ledger, text);
  write_whole_file(options.ledger, text);
  std::cout << options.ledger << ": added " << after.state.size() - before.state.size() << " of shared state, "
            << counted(after.lock_order.size() - before.lock_order.size(), "lock pair") << "\n";
  return kExitPass;
}

void print(const formats::Ledger& ledger, const formats::Discrepancy& found) {
  if (found.at.line)
    std::cout << ledger.path << ":" << found.at.line << ":" << found.at.column << ": ";
  else if (!found.site.file.empty())
    std::cout << found.site.file << ":" << found.site.line << ": ";
  std::cout << discrepancy_word(found.kind) << ": " << found.message << "\n";
  if (found.at.line && !found.site.file.empty())
    std::cout << "  " << found.site.file << ":" << found.site.line << ": " << found.site_message << "\n";
}

int verify(const LedgerOptions& options) {
  formats::Ledger ledger = formats::read_ledger(options.ledger);
  Inputs inputs = read_inputs(options);
  require_units(inputs);
  std::size_t counts[5] = {};
  for (const formats::Discrepancy& found : compare(ledger, *inputs.facts)) {
    print(ledger, found);
    ++counts[static_cast<std::size_t>(found.kind)];
  }
  std::size_t undecided = 0;
  for (const formats::LedgerState& entry : ledger.state)
    if (entry.decision == formats::Decision::kTodo) {
      ++undecided;
      if (options.require_decisions)
        std::cout << ledger.path << ":" << entry.at.line << ":" << entry.at.column << ": todo: '" << entry.id
                  << "' is not decided\n";
    }
  std::cout << options.ledger << ": " << counts_of(ledger) << "; " << counts[0] << " new, " << counts[1] << " stale, "
            << counts[2] << " contradicted, " << counts[3] << " unused, " << undecided << " to be decided"
            << (counts[4] ? ", " + std::to_string(counts[4]) + " not seen" : "") << "\n";
  if (inputs.findings.units_failed)
    std::cout << "not seen: " << counted(inputs.findings.units_failed, "translation unit")
              << " failed in the checker\n";
  bool fails = counts[0] + counts[1] + counts[2] > 0 || (options.require_decisions && undecided);
  return fails ? kExitFail : inputs.findings.units_failed ? kExitUnseen : kExitPass;
}

int render(const LedgerOptions& options) {
  formats::Ledger ledger = formats::read_ledger(options.ledger);
  Inputs inputs = read_inputs(options);
  if (!options.emit_annotations) {
    write_output(options.output, audit_page(ledger, inputs.facts));
    return kExitPass;
  }
  AnnotationStyle style = options.annotation_style == "macro" ? AnnotationStyle::kMacro : AnnotationStyle::kAttribute;
  Annotations annotations = annotate(ledger, inputs.findings, inputs.root, style);
  write_output(options.output, options.output.ends_with(".yaml") ? replacements_yaml(annotations.edits, inputs.root)
                                                                 : unified_diff(annotations.edits, inputs.root));
  for (const std::string& skipped : annotations.skipped)
    std::cerr << "not annotated: " << skipped << "\n";
  std::cerr << counted(annotations.edits.size(), "annotation") << ", " << annotations.skipped.size() << " left out\n";
  return kExitPass;
}

int run(const LedgerOptions& options) {
  switch (options.action) {
  case LedgerAction::kInit:
    return init(options);
  case LedgerAction::kUpdate:
    return update(options);
  case LedgerAction::kVerify:
    return verify(options);
  case LedgerAction::kRender:
    break;
  }
  return render(options);
}

} // namespace

int main(int argc, char** argv) {
  return tool_main("paraudit-ledger", [&]() -> int {
    auto parsed = parse_ledger_options(argc, argv);
    if (const int* code = std::get_if<int>(&parsed))
      return *code;
    return run(std::get<LedgerOptions>(parsed));
  });
}
