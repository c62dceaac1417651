#include "reports/render/issues.h"

#include <nlohmann/json.hpp>
#include <set>
#include <string_view>

#include "reports/analysis/verdict.h"
#include "reports/render/format.h"

namespace paraudit::reports {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kAnnotations = 10;

// A value of a workflow command; properties may hold no ',' and ':' either.
std::string command_text(const std::string& text, bool is_property) {
  std::string escaped;
  for (char c : text) {
    if (c == '%')
      escaped += "%25";
    else if (c == '\r')
      escaped += "%0D";
    else if (c == '\n')
      escaped += "%0A";
    else if (is_property && c == ':')
      escaped += "%3A";
    else if (is_property && c == ',')
      escaped += "%2C";
    else
      escaped += c;
  }
  return escaped;
}

std::string xml(const std::string& text) {
  std::string escaped;
  for (char c : clean_text(text)) {
    if (c == '<')
      escaped += "&lt;";
    else if (c == '>')
      escaped += "&gt;";
    else if (c == '&')
      escaped += "&amp;";
    else if (c == '"')
      escaped += "&quot;";
    else
      escaped += c;
  }
  return escaped;
}

std::string place_of(const Issue& issue) {
  return issue.place.file.empty() ? "" : issue.place.file + ":" + std::to_string(issue.place.line);
}

const char* gitlab_severity(IssueLevel level) {
  switch (level) {
  case IssueLevel::kError:
    return "critical";
  case IssueLevel::kWarning:
    return "major";
  case IssueLevel::kNote:
    break;
  }
  return "info";
}

std::string junit_case(const Issue& issue) {
  std::string place = place_of(issue);
  std::string text = "  <testcase classname=\"" + xml(issue.rule) + "\" name=\"" +
                     xml((place.empty() ? "" : place + " ") + issue.fingerprint.substr(0, 8)) + "\">\n";
  if (issue.is_known) {
    text += "   <skipped message=\"known: in the baseline\"/>\n";
  } else {
    text += "   <failure type=\"" + std::string(level_name(issue.level)) + "\" message=\"" + xml(issue.message) + "\">";
    for (const IssueThread& thread : issue.threads)
      for (const TraceStep& step : thread.steps)
        text += "\n[" + xml(thread.name) + "] " + xml(place_text(step.place.file, step.place.line)) + ": " +
                xml(step.message);
    text += "</failure>\n";
  }
  return text + "  </testcase>\n";
}

} // namespace

std::string issues_gitlab(const std::vector<Issue>& issues) {
  Json list = Json::array();
  std::set<std::string> seen; // the host drops duplicates
  for (const Issue& issue : issues) {
    if (issue.is_known)
      continue;
    std::string fingerprint = issue.fingerprint;
    for (unsigned ordinal = 1; !seen.insert(fingerprint).second; ++ordinal)
      fingerprint = issue.fingerprint + "-" + std::to_string(ordinal);
    list.push_back({{"description", clean_text(issue.message)},
                    {"check_name", issue.rule},
                    {"fingerprint", fingerprint},
                    {"severity", gitlab_severity(issue.level)},
                    {"location",
                     {{"path", issue.place.file.empty() ? "README.md" : issue.place.file},
                      {"lines", {{"begin", std::max<std::uint32_t>(issue.place.line, 1)}}}}}});
  }
  return list.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string issues_github(const std::vector<Issue>& issues) {
  std::string text;
  std::size_t shown = 0, more = 0;
  for (const Issue& issue : issues) {
    if (issue.is_known)
      continue;
    if (shown == kAnnotations) {
      ++more;
      continue;
    }
    ++shown;
    const char* command = issue.level == IssueLevel::kNote ? "notice" : level_name(issue.level);
    text += std::string("::") + command + " ";
    if (!issue.place.file.empty()) {
      text += "file=" + command_text(clean_text(issue.place.file), true) +
              ",line=" + std::to_string(std::max<std::uint32_t>(issue.place.line, 1)) + ",";
      if (issue.place.column != 0)
        text += "col=" + std::to_string(issue.place.column) + ",";
    }
    text += "title=" + command_text(clean_text(issue.rule), true) +
            "::" + command_text(clean_text(issue.message), false) + "\n";
  }
  if (more != 0)
    text += "::notice title=paraudit::" + counted(more, "more finding") + ", not shown here\n";
  return text;
}

std::string issues_junit(const std::vector<Issue>& issues, const IssueOptions& options) {
  std::size_t failures = 0, skipped = 0;
  std::string cases;
  for (const Issue& issue : issues) {
    (issue.is_known ? skipped : failures) += 1;
    cases += junit_case(issue);
  }
  std::size_t tests = issues.size();
  // A suite without a case is taken for one that did not run.
  if (issues.empty()) {
    cases = "  <testcase classname=\"paraudit\" name=\"no finding\"/>\n";
    tests = 1;
  }
  std::string counts = "tests=\"" + std::to_string(tests) + "\" failures=\"" + std::to_string(failures) +
                       "\" errors=\"0\" skipped=\"" + std::to_string(skipped) + "\"";
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites " + counts.substr(0, counts.find(" errors")) +
         ">\n <testsuite name=\"" + xml(options.suite) + "\" " + counts + ">\n" + cases +
         " </testsuite>\n</testsuites>\n";
}

} // namespace paraudit::reports
