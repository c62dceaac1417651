#include "reports/tool/ledger_options.h"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>

#include "reports/tool/options.h"
#include "reports/tool/version.h"

namespace paraudit::reports {
namespace {

constexpr const char* kFooter = R"(Examples:
  paraudit check -p build --format=json -o findings.json
  paraudit ledger init --findings findings.json          start paraudit-ledger.yaml
  paraudit ledger update --findings findings.json        add what is new, touch nothing else
  paraudit ledger verify --findings findings.json trace  what is new, stale, contradicted
  paraudit ledger render --findings findings.json -o AUDIT.md
  paraudit ledger render --findings findings.json --emit-annotations | git apply

Exit status: 0 done, or nothing found; 1 verify found something new, stale or contradicted; 2 bad usage or input,
or findings that cover nothing; 3 verify found nothing, but units failed in the checker.)";

void add_common(CLI::App& app, LedgerOptions& options) {
  app.add_option("-l,--ledger", options.ledger, "The ledger (default: paraudit-ledger.yaml)")->type_name("FILE");
  app.add_option("--findings", options.findings, "What paraudit check --format=json wrote")->type_name("FILE");
  app.add_option("--root", options.root,
                 "Directory that paths in the findings are relative to (default: where they were made)")
      ->type_name("DIR");
  app.footer(kFooter);
}

void add_traces(CLI::App& app, LedgerOptions& options) {
  app.add_option("TRACE_DIR", options.traces, "Recorded runs: lock pairs that they show count as well");
}

CLI::App* add_init(CLI::App& app, LedgerOptions& options) {
  CLI::App* init = app.add_subcommand("init", "Write a new ledger, with what the findings hold as todo");
  add_common(*init, options);
  add_traces(*init, options);
  return init;
}

CLI::App* add_update(CLI::App& app, LedgerOptions& options) {
  CLI::App* update = app.add_subcommand("update", "Add what is new to the ledger as todo; what stands in it stays");
  add_common(*update, options);
  add_traces(*update, options);
  update->get_option("--findings")->required();
  return update;
}

CLI::App* add_verify(CLI::App& app, LedgerOptions& options) {
  CLI::App* verify = app.add_subcommand("verify", "Say what is new, stale or contradicted");
  add_common(*verify, options);
  add_traces(*verify, options);
  verify->get_option("--findings")->required();
  verify->add_flag("--require-decisions", options.require_decisions, "An entry that is still todo fails as well");
  return verify;
}

CLI::App* add_render(CLI::App& app, LedgerOptions& options) {
  CLI::App* render = app.add_subcommand("render", "Write the audit page as Markdown, or annotations for the source");
  add_common(*render, options);
  render->add_option("-o,--output", options.output, "Where to (default: standard output)")->type_name("FILE");
  CLI::Option* emit = render->add_flag(
      "--emit-annotations", options.emit_annotations,
      "Write guarded_by and acquired_after as a patch; for clang-apply-replacements where -o ends in .yaml");
  render
      ->add_option(
          "--annotation-style", options.annotation_style,
          "attribute: __attribute__((guarded_by(m))) (default); macro: GUARDED_BY(m), where the sources define it")
      ->check(CLI::IsMember({"macro", "attribute"}))
      ->needs(emit);
  return render;
}

int usage_error(const std::string& message) {
  std::cerr << "paraudit-ledger: " << message << "\nTry 'paraudit ledger --help'.\n";
  return kExitError;
}

} // namespace

std::variant<LedgerOptions, int> parse_ledger_options(int argc, char** argv) {
  LedgerOptions options;
  CLI::App app("Keeps what was decided about shared state and lock order in one reviewed file, and checks it against "
               "the program.",
               "paraudit ledger");
  app.require_subcommand(1);
  app.set_version_flag("--version", std::string("paraudit-ledger ") + kVersion);
  app.footer(kFooter);
  CLI::App* init = add_init(app, options);
  CLI::App* update = add_update(app, options);
  CLI::App* render = add_render(app, options);
  add_verify(app, options);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& done) {
    return app.exit(done);
  } catch (const CLI::ParseError& error) {
    return usage_error(error.what());
  }
  if (init->parsed())
    options.action = LedgerAction::kInit;
  if (update->parsed())
    options.action = LedgerAction::kUpdate;
  if (render->parsed())
    options.action = LedgerAction::kRender;
  if (options.emit_annotations && options.findings.empty())
    return usage_error("--emit-annotations needs --findings: they say where the declarations are");
  if (!options.traces.empty() && options.findings.empty())
    return usage_error("a trace alone names no lock: give --findings as well");
  if (std::string problem = root_problem(options.root); !problem.empty())
    return usage_error(problem);
  return options;
}

} // namespace paraudit::reports
