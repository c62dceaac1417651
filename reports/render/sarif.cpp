// SARIF 2.1.0. Source: OASIS standard, errata 01; limits: GitHub's documentation of code scanning.
#include <map>
#include <nlohmann/json.hpp>

#include "reports/render/format.h"
#include "reports/render/issues.h"

namespace paraudit::reports {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMaxResults = 25000, kMaxSteps = 1000, kMaxRelated = 100;
constexpr const char* kSchema = "https://json.schemastore.org/sarif-2.1.0.json";

// A URI's path: what is not plain is percent-encoded.
std::string uri_of(const std::string& path) {
  static const char* digits = "0123456789ABCDEF";
  std::string uri;
  for (char c : path) {
    auto byte = static_cast<unsigned char>(c);
    bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                 std::string_view("-._~/+@").find(c) != std::string_view::npos;
    if (plain)
      uri += c;
    else
      (uri += '%').append(1, digits[byte >> 4]).append(1, digits[byte & 15]);
  }
  return uri;
}

class Sarif {
 public:
  Sarif(const std::vector<Issue>& issues, const IssueOptions& options) : issues_(issues), options_(options) {
    for (const Issue& issue : issues)
      rules_.emplace(issue.rule, 0);
    std::size_t next = 0;
    for (auto& [rule, index] : rules_)
      index = next++;
  }

  std::string text() const {
    Json run = {{"tool", {{"driver", driver()}}},
                {"automationDetails", {{"id", "paraudit/"}}},
                {"columnKind", "utf16CodeUnits"}};
    if (!options_.root.empty())
      run["originalUriBaseIds"] = {{"SRCROOT", {{"uri", "file://" + uri_of(options_.root) + "/"}}}};
    run["results"] = Json::array();
    for (const Issue& issue : issues_)
      if (run["results"].size() < kMaxResults)
        run["results"].push_back(result(issue));
    Json document = {{"$schema", kSchema}, {"version", "2.1.0"}, {"runs", Json::array({std::move(run)})}};
    return document.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
  }

 private:
  Json driver() const {
    Json rules = Json::array();
    for (const auto& [rule, index] : rules_) {
      std::string summary = rule_summary(rule);
      rules.push_back({{"id", rule},
                       {"name", name_of(rule)},
                       {"shortDescription", {{"text", rule}}},
                       {"fullDescription", {{"text", summary}}},
                       {"help", {{"text", summary}}},
                       {"properties", {{"precision", "high"}, {"tags", {"concurrency"}}}}});
    }
    return {{"name", "paraudit"}, {"semanticVersion", options_.version}, {"rules", std::move(rules)}};
  }

  // paraudit-lock-order-inversion becomes LockOrderInversion.
  static std::string name_of(const std::string& rule) {
    std::string name;
    bool upper = true;
    for (char c : rule.starts_with("paraudit-") ? rule.substr(9) : rule) {
      if (c != '-')
        name += upper && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
      upper = c == '-';
    }
    return name;
  }

  Json physical(const Place& place) const {
    Json artifact = {{"uri", uri_of(place.file)}};
    if (place.file.starts_with('/'))
      artifact["uri"] = "file://" + uri_of(place.file);
    else if (!options_.root.empty())
      artifact["uriBaseId"] = "SRCROOT";
    Json region = {{"startLine", std::max<std::uint32_t>(place.line, 1)}};
    if (place.column != 0)
      region["startColumn"] = place.column;
    return {{"artifactLocation", std::move(artifact)}, {"region", std::move(region)}};
  }

  Json location(const Place& place, const std::string& message) const {
    Json location = Json::object();
    if (!place.file.empty())
      location["physicalLocation"] = physical(place);
    location["message"] = {{"text", message.empty() ? "here" : clean_text(message)}};
    return location;
  }

  // Each step names its thread: some readers flatten the flows.
  Json code_flow(const Issue& issue) const {
    Json flows = Json::array();
    std::size_t steps = 0;
    for (const IssueThread& thread : issue.threads) {
      Json locations = Json::array();
      for (const TraceStep& step : thread.steps) {
        if (++steps > kMaxSteps)
          break;
        bool is_last = &step == &thread.steps.back();
        locations.push_back({{"location", location(step.place, "[" + thread.name + "] " + step.message)},
                             {"importance", is_last ? "essential" : "important"}});
      }
      if (!locations.empty())
        flows.push_back({{"id", thread.name}, {"locations", std::move(locations)}});
    }
    return flows.empty() ? Json() : Json{{"threadFlows", std::move(flows)}};
  }

  Json result(const Issue& issue) const {
    Json result = {{"ruleId", issue.rule},
                   {"ruleIndex", rules_.at(issue.rule)},
                   {"level", level_name(issue.level)},
                   {"message", {{"text", clean_text(issue.message)}}}};
    Json place = location(issue.place, issue.message);
    place.erase("message");
    if (!issue.function.empty())
      place["logicalLocations"] = Json::array({{{"fullyQualifiedName", issue.function}, {"kind", "function"}}});
    // What is of the whole program stands at the root: a result without a place is shown nowhere.
    if (issue.place.file.empty())
      place["physicalLocation"] = physical({"README.md", 1, 0});
    result["locations"] = Json::array({std::move(place)});
    if (Json flow = code_flow(issue); !flow.is_null())
      result["codeFlows"] = Json::array({std::move(flow)});
    Json related = Json::array();
    for (const RelatedPlace& other : issue.related)
      if (related.size() < kMaxRelated && !other.place.file.empty())
        related.push_back(location(other.place, other.message));
    if (!related.empty())
      result["relatedLocations"] = std::move(related);
    if (!issue.fingerprint.empty())
      result["partialFingerprints"] = {{"primaryLocationLineHash", issue.fingerprint},
                                       {"paraudit/v1", issue.fingerprint}};
    if (options_.has_baseline)
      result["baselineState"] = issue.is_known ? "unchanged" : "new";
    return result;
  }

  const std::vector<Issue>& issues_;
  const IssueOptions& options_;
  std::map<std::string, std::size_t> rules_;
};

} // namespace

std::string issues_sarif(const std::vector<Issue>& issues, const IssueOptions& options) {
  return Sarif(issues, options).text();
}

} // namespace paraudit::reports
