#include "checker/tool/sarif_output.h"

#include "checker/tool/source_text.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <string_view>

namespace paraudit::tool {
namespace {

using checks::CheckInfo;
using checks::Finding;
using checks::Place;
using json = nlohmann::ordered_json;

constexpr const char* kSchema =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
constexpr size_t kMaxDescription = 1024; // what GitHub keeps
constexpr size_t kMaxResults = 25000;    // what it accepts in a run

const char* level_of(checks::Severity severity) {
  return severity == checks::Severity::kError ? "error" : severity == checks::Severity::kWarning ? "warning" : "note";
}

const char* problem_severity(checks::Severity severity) {
  return severity == checks::Severity::kRemark ? "recommendation" : level_of(severity);
}

std::string sentence(std::string text) {
  text.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(text.front())));
  return text + (text.ends_with('.') ? "" : ".");
}

// `paraudit-lock-order-inversion` -> `LockOrderInversion`
std::string pascal_name(std::string_view name) {
  name.remove_prefix(std::min<size_t>(name.find('-') + 1, name.size()));
  std::string result;
  bool starts = true;
  for (char c : name) {
    if (c == '-') {
      starts = true;
      continue;
    }
    result += starts ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
    starts = false;
  }
  return result;
}

// Everything but unreserved characters and slashes is escaped.
std::string uri_of(const std::string& path) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  std::string uri;
  for (char c : path) {
    auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || std::string_view("-._~/").find(c) != std::string_view::npos) {
      uri += c;
    } else {
      uri += '%';
      uri += kDigits[byte >> 4];
      uri += kDigits[byte & 15];
    }
  }
  return uri;
}

// UTF-16 code units in the first `bytes` bytes of UTF-8: every character has one first byte, those of four bytes count
// twice.
std::uint32_t utf16_units(std::string_view line, size_t bytes) {
  std::uint32_t units = 0;
  for (char c : line.substr(0, bytes)) {
    auto byte = static_cast<unsigned char>(c);
    units += (byte & 0xc0) == 0x80 ? 0 : byte >= 0xf0 ? 2 : 1;
  }
  return units;
}

class Log {
 public:
  explicit Log(const Report& report) : report_(report), source_("/") {
    const std::vector<CheckInfo>& all = checks::all_checks();
    for (size_t i = 0; i < all.size(); ++i) {
      rule_index_[all[i].name] = i;
    }
  }

  json make() {
    json run = {{"tool", {{"driver", driver()}}},
                {"automationDetails", {{"id", "paraudit-check/"}}},
                {"invocations", json::array({invocation()})},
                {"originalUriBaseIds", {{"SRCROOT", {{"uri", "file://" + uri_of(report_.root) + "/"}}}}},
                {"columnKind", "utf16CodeUnits"},
                {"results", results()}};
    run["properties"] = {{"units", report_.units},
                         {"functions", report_.functions},
                         {"parallelEntries", report_.program.contexts->entries().size()},
                         {"unresolvedCalls", report_.program.graph->unresolved_calls()}};
    return {{"$schema", kSchema}, {"version", "2.1.0"}, {"runs", json::array({run})}};
  }

 private:
  static json driver() {
    json rules = json::array();
    for (const CheckInfo& check : checks::all_checks()) {
      std::string full = sentence(check.summary);
      rules.push_back({{"id", check.name},
                       {"name", pascal_name(check.name)},
                       {"shortDescription", {{"text", full}}},
                       {"fullDescription", {{"text", full.substr(0, kMaxDescription)}}},
                       {"help", {{"text", check.documentation}, {"markdown", check.documentation}}},
                       {"defaultConfiguration", {{"level", level_of(check.severity)}}},
                       {"properties",
                        {{"precision", "high"},
                         {"problem.severity", problem_severity(check.severity)},
                         {"tags", json::array({"concurrency"})}}}});
    }
    return {{"name", "paraudit-check"},
            {"version", PARAUDIT_VERSION},
            {"semanticVersion", PARAUDIT_VERSION},
            {"informationUri", "https://paraudit.invalid/"},
            {"rules", std::move(rules)}};
  }

  json invocation() const {
    json notes = json::array();
    for (const FailedUnit& unit : report_.failed) {
      json artifact = {{"artifactLocation", artifact_of(unit.file)}};
      notes.push_back({{"level", "error"},
                       {"message", {{"text", "unit not analysed: " + unit.reason}}},
                       {"locations", json::array({{{"physicalLocation", std::move(artifact)}}})}});
    }
    json result = {{"executionSuccessful", report_.failed.empty()}};
    if (!notes.empty()) {
      result["toolExecutionNotifications"] = std::move(notes);
    }
    return result;
  }

  json artifact_of(const std::string& file) const {
    std::string path = relative_path(file, report_.root);
    if (path.starts_with('/')) {
      return {{"uri", "file://" + uri_of(path)}};
    }
    return {{"uri", uri_of(path)}, {"uriBaseId", "SRCROOT"}};
  }

  json region_of(const Place& place) {
    json region = {{"startLine", std::max(place.line, 1U)}};
    std::string line = source_.line(place.file, place.line);
    if (place.column == 0 || place.column > line.size()) {
      return region;
    }
    size_t end = place.column; // at least the character that the column names
    auto is_word = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; };
    while (end < line.size() && is_word(line[end - 1]) && is_word(line[end])) {
      ++end;
    }
    while (end < line.size() && (static_cast<unsigned char>(line[end]) & 0xc0) == 0x80) {
      ++end;
    }
    region["startColumn"] = utf16_units(line, place.column - 1) + 1;
    region["endLine"] = place.line;
    region["endColumn"] = utf16_units(line, end) + 1;
    return region;
  }

  json physical(const Place& place) {
    return {{"physicalLocation", {{"artifactLocation", artifact_of(place.file)}, {"region", region_of(place)}}}};
  }

  json flows_of(const Finding& finding) {
    std::map<std::uint32_t, json> threads;
    for (const checks::TraceStep& step : finding.trace) {
      std::string held;
      for (const std::string& lock : step.held) {
        held += (held.empty() ? ", holding '" : ", '") + lock + "'";
      }
      json location = physical(step.place);
      location["message"] = {{"text", "[thread " + std::to_string(step.thread) + "] " + step.message + held}};
      json& flow = threads[step.thread];
      flow.push_back({{"location", std::move(location)}, {"importance", "important"}});
    }
    json flows = json::array();
    for (auto& [thread, locations] : threads) {
      locations.back()["importance"] = "essential"; // where the thread waits
      flows.push_back({{"id", "thread " + std::to_string(thread)}, {"locations", std::move(locations)}});
    }
    return json::array({{{"threadFlows", std::move(flows)}}});
  }

  json fixes_of(const std::vector<ResolvedFix>& fixes) {
    json result = json::array();
    for (const ResolvedFix& fix : fixes) {
      std::map<std::string, json> by_file;
      for (const Replacement& change : fix.replacements) {
        json deleted = {{"byteOffset", change.offset}, {"byteLength", change.length}};
        by_file[change.file].push_back(
            {{"deletedRegion", std::move(deleted)}, {"insertedContent", {{"text", change.text}}}});
      }
      json changes = json::array();
      for (auto& [file, replacements] : by_file) {
        changes.push_back({{"artifactLocation", artifact_of(file)}, {"replacements", std::move(replacements)}});
      }
      result.push_back({{"description", {{"text", sentence(fix.message)}}}, {"artifactChanges", std::move(changes)}});
    }
    return result;
  }

  // "... [here](1)": what makes GitHub show a related location.
  json result_of(const Finding& finding) {
    std::string message = sentence(finding.message);
    json related = json::array();
    for (const checks::RelatedPlace& other : finding.related) {
      json location = physical(other.place);
      size_t id = related.size() + 1;
      location["id"] = id;
      location["message"] = {{"text", other.message}};
      related.push_back(std::move(location));
      message += (id == 1 ? " See [" : " [") + std::to_string(id) + "](" + std::to_string(id) + ")";
    }
    message += related.empty() ? "" : ".";
    json location = physical(finding.place);
    if (!finding.function.empty()) {
      location["logicalLocations"] = json::array({{{"fullyQualifiedName", finding.function}, {"kind", "function"}}});
    }
    json result = {{"ruleId", finding.check},
                   {"ruleIndex", rule_index_.at(finding.check)},
                   {"level", level_of(finding.severity)},
                   {"message", {{"text", message}}},
                   {"locations", json::array({std::move(location)})},
                   {"partialFingerprints",
                    {{"primaryLocationLineHash", finding.fingerprint}, {"paraudit/v1", finding.fingerprint}}}};
    if (!finding.trace.empty()) {
      result["codeFlows"] = flows_of(finding);
    }
    if (!related.empty()) {
      result["relatedLocations"] = std::move(related);
    }
    if (auto fixes = report_.fixes.find(finding.fingerprint); fixes != report_.fixes.end()) {
      result["fixes"] = fixes_of(fixes->second);
    }
    if (report_.baseline || report_.known_before) {
      result["baselineState"] = "new";
    }
    return result;
  }

  // Over the limit the worst come first.
  json results() {
    std::vector<const Finding*> ordered;
    for (const Finding& finding : report_.findings) {
      ordered.push_back(&finding);
    }
    if (ordered.size() > kMaxResults) {
      std::sort(ordered.begin(), ordered.end(), [](const Finding* a, const Finding* b) {
        return a->severity != b->severity ? a->severity > b->severity : a < b;
      });
      ordered.resize(kMaxResults);
    }
    json all = json::array();
    for (const Finding* finding : ordered) {
      all.push_back(result_of(*finding));
    }
    return all;
  }

  const Report& report_;
  SourceText source_;
  std::map<std::string, size_t> rule_index_;
};

} // namespace

std::string sarif_report(const Report& report) {
  return Log(report).make().dump(1, ' ', false, json::error_handler_t::replace) + "\n";
}

} // namespace paraudit::tool
