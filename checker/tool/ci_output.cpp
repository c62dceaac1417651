#include "checker/tool/ci_output.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <string_view>
#include <vector>

namespace paraudit::tool {
namespace {

using checks::Finding;
using checks::Severity;
using json = nlohmann::ordered_json;

constexpr size_t kGithubAnnotations = 10;

const char* gitlab_severity(Severity severity) {
  return severity == Severity::kError ? "critical" : severity == Severity::kWarning ? "major" : "info";
}

std::string escaped(std::string_view text, const std::map<char, std::string>& escapes) {
  std::string result;
  for (char c : text) {
    auto escape = escapes.find(c);
    if (escape != escapes.end()) {
      result += escape->second;
    } else {
      result += c;
    }
  }
  return result;
}

// What XML 1.0 has no place for becomes a question mark.
std::string xml(std::string_view text) {
  std::string result = escaped(text, {{'&', "&amp;"},
                                      {'<', "&lt;"},
                                      {'>', "&gt;"},
                                      {'"', "&quot;"},
                                      {'\n', "&#10;"},
                                      {'\t', "&#9;"},
                                      {'\r', "&#13;"}});
  std::replace_if(result.begin(), result.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, '?');
  return result;
}

std::string command_data(std::string_view text) {
  return escaped(text, {{'%', "%25"}, {'\r', "%0D"}, {'\n', "%0A"}});
}

std::string command_property(std::string_view text) {
  return escaped(text, {{'%', "%25"}, {'\r', "%0D"}, {'\n', "%0A"}, {':', "%3A"}, {',', "%2C"}});
}

} // namespace

std::string gitlab_report(const Report& report) {
  json issues = json::array();
  for (const Finding& finding : report.findings) {
    json lines = {{"begin", std::max(finding.place.line, 1U)}};
    issues.push_back({{"description", finding.message},
                      {"check_name", finding.check},
                      {"fingerprint", finding.fingerprint},
                      {"severity", gitlab_severity(finding.severity)},
                      {"location", {{"path", relative_path(finding.place.file, report.root)}, {"lines", lines}}}});
  }
  return issues.dump(1, ' ', false, json::error_handler_t::replace) + "\n";
}

std::string checkstyle_report(const Report& report) {
  std::map<std::string, std::vector<const Finding*>> by_file;
  for (const Finding& finding : report.findings) {
    by_file[relative_path(finding.place.file, report.root)].push_back(&finding);
  }
  std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n";
  for (const auto& [file, findings] : by_file) {
    text += "  <file name=\"" + xml(file) + "\">\n";
    for (const Finding* finding : findings) {
      std::string severity = finding->severity == Severity::kRemark ? "info" : checks::severity_name(finding->severity);
      text += "    <error line=\"" + std::to_string(std::max(finding->place.line, 1U)) + "\" column=\"" +
              std::to_string(std::max(finding->place.column, 1U)) + "\" severity=\"" + severity + "\" message=\"" +
              xml(finding->message) + "\" source=\"" + xml(finding->check) + "\"/>\n";
    }
    text += "  </file>\n";
  }
  return text + "</checkstyle>\n";
}

std::string github_report(const Report& report) {
  std::vector<const Finding*> worst;
  for (const Finding& finding : report.findings) {
    worst.push_back(&finding);
  }
  // Of one severity, in the order of the report.
  std::sort(worst.begin(), worst.end(), [](const Finding* a, const Finding* b) {
    return a->severity != b->severity ? a->severity > b->severity : a < b;
  });
  size_t shown = std::min(worst.size(), kGithubAnnotations);
  std::string text;
  for (size_t i = 0; i < shown; ++i) {
    const Finding& finding = *worst[i];
    std::string line = std::to_string(std::max(finding.place.line, 1U));
    text += std::string("::") +
            (finding.severity == Severity::kRemark ? "notice" : checks::severity_name(finding.severity)) +
            " file=" + command_property(relative_path(finding.place.file, report.root)) + ",line=" + line +
            ",endLine=" + line + ",col=" + std::to_string(std::max(finding.place.column, 1U)) +
            ",title=" + command_property(finding.check) + "::" + command_data(finding.message) + "\n";
  }
  if (worst.size() > shown) {
    text += "::notice title=paraudit::" + std::to_string(worst.size() - shown) +
            " more findings are not shown here; see the SARIF or JSON report\n";
  }
  return text;
}

} // namespace paraudit::tool
