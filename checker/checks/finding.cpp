#include "checker/checks/finding.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <tuple>

namespace paraudit::checks {
namespace {

// FNV-1a with 128 bits: stable across platforms and versions, as baselines need; no secrecy wanted.
std::string hash128(std::string_view text) {
  unsigned __int128 hash = (static_cast<unsigned __int128>(0x6c62272e07bb0142ULL) << 64) | 0x62b821756295c58dULL;
  const unsigned __int128 prime = (static_cast<unsigned __int128>(1) << 88) | 0x13b;
  for (char c : text) {
    hash = (hash ^ static_cast<unsigned char>(c)) * prime;
  }
  std::string digits(32, '0');
  for (size_t i = digits.size(); i-- > 0; hash >>= 4) {
    digits[i] = "0123456789abcdef"[static_cast<unsigned>(hash & 15)];
  }
  return digits;
}

std::string identity_text(const Finding& finding) {
  std::string text = finding.check;
  for (const std::string& part : finding.identity) {
    text += '\0';
    text += part;
  }
  return text;
}

} // namespace

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

void finish_findings(std::vector<Finding>& findings) {
  auto key = [](const Finding& finding) {
    return std::tie(finding.place, finding.check, finding.message, finding.identity);
  };
  std::sort(findings.begin(), findings.end(), [&](const Finding& a, const Finding& b) { return key(a) < key(b); });
  auto same = [&](const Finding& a, const Finding& b) { return key(a) == key(b); };
  findings.erase(std::unique(findings.begin(), findings.end(), same), findings.end());
  std::map<std::string, unsigned> ordinals;
  for (Finding& finding : findings) {
    std::string text = identity_text(finding);
    unsigned ordinal = ordinals[text]++;
    finding.fingerprint = hash128(text + '\0' + std::to_string(ordinal));
  }
}

} // namespace paraudit::checks
