// The command line of paraudit-ledger.
//
// Thread-safety: pure. Errors: parse_ledger_options prints what is wrong (or the help) and returns the exit code.
#ifndef PARAUDIT_REPORTS_TOOL_LEDGER_OPTIONS_H
#define PARAUDIT_REPORTS_TOOL_LEDGER_OPTIONS_H

#include <string>
#include <variant>
#include <vector>

namespace paraudit::reports {

enum class LedgerAction { kInit, kUpdate, kVerify, kRender };

struct LedgerOptions {
  LedgerAction action = LedgerAction::kVerify;
  std::string ledger = "paraudit-ledger.yaml", findings, root, output = "-";
  std::vector<std::string> traces;
  std::string annotation_style = "attribute";
  bool emit_annotations = false, require_decisions = false;
};

std::variant<LedgerOptions, int> parse_ledger_options(int argc, char** argv);

} // namespace paraudit::reports

#endif
