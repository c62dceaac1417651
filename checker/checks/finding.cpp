#include "checker/checks/finding.h"

#include "formats/fingerprint.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace paraudit::checks {

const char* severity_name(Severity severity) {
  switch (severity) {
  case Severity::kError:
    return "error";
  case Severity::kWarning:
    return "warning";
  case Severity::kRemark:
    break;
  }
  return "remark";
}

std::optional<Severity> severity_of(std::string_view name) {
  for (Severity severity : {Severity::kRemark, Severity::kWarning, Severity::kError}) {
    if (name == severity_name(severity)) {
      return severity;
    }
  }
  return std::nullopt;
}

void finish_findings(std::vector<Finding>& findings) {
  auto key = [](const Finding& finding) {
    return std::tie(finding.place, finding.check, finding.message, finding.identity);
  };
  std::sort(findings.begin(), findings.end(), [&](const Finding& a, const Finding& b) { return key(a) < key(b); });
  auto same = [&](const Finding& a, const Finding& b) { return key(a) == key(b); };
  findings.erase(std::unique(findings.begin(), findings.end(), same), findings.end());
  std::map<std::string, unsigned> ordinals;
  for (Finding& finding : findings) {
    std::string text = formats::identity_text(finding.check, finding.identity);
    unsigned ordinal = ordinals[text]++;
    finding.fingerprint = formats::fingerprint(text, ordinal);
  }
}

} // namespace paraudit::checks
