#include "checker/checks/check.h"

#include "checker/checks/documentation.inc" // made from the .md files at build time

#include <regex>

namespace paraudit::checks {

#define PARAUDIT_CHECK(id, name, severity, summary)                                                                    \
  void check_##id(const link::Program& program, const CheckInfo& self, Findings& findings);
#define PARAUDIT_TOOL_CHECK(id, name, severity, summary)
#include "checker/checks/checks.def"
#undef PARAUDIT_CHECK
#undef PARAUDIT_TOOL_CHECK

const std::vector<CheckInfo>& all_checks() {
  static const std::vector<CheckInfo> kChecks = {
#define PARAUDIT_CHECK(id, name, severity, summary) {name, Severity::severity, summary, documentation::id, check_##id},
#define PARAUDIT_TOOL_CHECK(id, name, severity, summary)                                                               \
  {name, Severity::severity, summary, documentation::id, nullptr},
#include "checker/checks/checks.def"
#undef PARAUDIT_CHECK
#undef PARAUDIT_TOOL_CHECK
  };
  return kChecks;
}

const std::vector<OptionInfo>& all_options() {
  static const std::vector<OptionInfo> kOptions = {
#define PARAUDIT_CHECK_OPTION(check, name, initial, is_regex, summary) {check, name, initial, is_regex, summary},
#include "checker/checks/check_options.def"
#undef PARAUDIT_CHECK_OPTION
  };
  return kOptions;
}

bool CheckInfo::matches(const char* option, const std::string& text) const {
  auto value = options.find(option);
  return value != options.end() && !value->second.empty() && std::regex_search(text, std::regex(value->second));
}

} // namespace paraudit::checks
