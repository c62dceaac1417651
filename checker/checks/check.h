// What every check is: a pure function from the linked program to findings.
//
// Thread-safety: checks read only; several may run at once on one program.
#ifndef PARAUDIT_CHECKER_CHECKS_CHECK_H
#define PARAUDIT_CHECKER_CHECKS_CHECK_H

#include "checker/checks/finding.h"
#include "checker/link/link.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace paraudit::checks {

using Findings = std::vector<Finding>;

struct OptionInfo {
  const char* check;
  const char* name;
  const char* initial;
  bool is_regex;
  const char* summary;
};

struct CheckInfo {
  const char* name;
  Severity severity;
  const char* summary;
  const char* documentation; // the check's page, Markdown
  // None: the tool itself reports it, from what is no part of the linked program.
  void (*run)(const link::Program& program, const CheckInfo& self, Findings& findings);
  std::map<std::string, std::string> options = {}; // by OptionInfo::name, where the configuration gives a value

  // Whether the option of that name, a regular expression, is set and found in the text.
  bool matches(const char* option, const std::string& text) const;
};

// Lists what could be done, not what is wrong: runs only where it is asked for by its whole name.
inline bool is_off_unless_named(const CheckInfo& check) {
  return std::string_view(check.name) == "paraudit-parallel-candidate";
}

// Every check there is, in the order of checks.def.
const std::vector<CheckInfo>& all_checks();

// Every option of every check, in the order of check_options.def.
const std::vector<OptionInfo>& all_options();

} // namespace paraudit::checks

#endif
