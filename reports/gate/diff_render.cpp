// The difference of reports as text, Markdown and JSON.
#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "reports/gate/diff.h"
#include "reports/markup/markdown.h"

namespace paraudit::reports {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kNoise = 10; // unchanged numbers that text shows

std::string value_text(const NumberChange& change, double value) {
  char text[64];
  if (change.metric == "contended share")
    std::snprintf(text, sizeof text, "%.3g %%", value);
  else if (value >= 1e9)
    std::snprintf(text, sizeof text, "%.3g s", value / 1e9);
  else if (value >= 1e6)
    std::snprintf(text, sizeof text, "%.3g ms", value / 1e6);
  else
    std::snprintf(text, sizeof text, "%.3g us", value / 1e3);
  return text;
}

std::string percent_text(const NumberChange& change) {
  if (change.base <= 0)
    return change.now > 0 ? "new" : "0 %";
  char text[64];
  std::snprintf(text, sizeof text, "%+.1f %%", 100 * (change.now / change.base - 1));
  return text;
}

std::string probability_text(const NumberChange& change) {
  char text[64];
  std::snprintf(text, sizeof text, change.probability < 0.001 ? "p < 0.001" : "p = %.3f", change.probability);
  return text;
}

std::string subject_text(const NumberChange& change) {
  return change.metric + " of " + change.subject + " at " + std::to_string(change.threads) +
         (change.threads == 1 ? " thread" : " threads");
}

std::string runs_text(const NumberChange& change) {
  return std::to_string(change.base_runs) + " against " + std::to_string(change.new_runs) + " runs";
}

// A lock that nobody waits for on either side is no news.
bool is_shown(const NumberChange& change, std::size_t& noise) {
  if (change.base == 0 && change.now == 0)
    return false;
  return change.kind == ChangeKind::kWorse || change.kind == ChangeKind::kBetter || noise++ < kNoise;
}

std::string issue_line(const Issue& issue) {
  std::string place = issue.place.file.empty() ? "" : issue.place.file + ":" + std::to_string(issue.place.line) + ": ";
  return place + level_name(issue.level) + ": " + issue.message + " [" + issue.rule + "]";
}

void add_names(const char* what, const NameChanges& changes, std::string& text) {
  for (const std::string& name : changes.added)
    text += std::string("+ ") + what + " " + name + "\n";
  for (const std::string& name : changes.removed)
    text += std::string("- ") + what + " " + name + "\n";
}

Json names_json(const NameChanges& changes) {
  return {{"added", changes.added}, {"removed", changes.removed}};
}

Json issues_json(const std::vector<Issue>& issues) {
  Json list = Json::array();
  for (const Issue& issue : issues)
    list.push_back({{"fingerprint", issue.fingerprint},
                    {"rule", issue.rule},
                    {"level", level_name(issue.level)},
                    {"message", issue.message},
                    {"file", issue.place.file},
                    {"line", issue.place.line}});
  return list;
}

const char* verdict_word(const ReportDiff& diff) {
  if (diff.is_worse())
    return "WORSE";
  return diff.is_decided() ? "NOT WORSE" : "CANNOT TELL, the new side did not look at what the base did";
}

} // namespace

std::string diff_text(const ReportDiff& diff) {
  std::string text = std::string("paraudit diff: ") + verdict_word(diff) + "\n";
  for (const std::string& sentence : diff.not_seen)
    text += "not seen: " + sentence + "\n";
  for (const Issue& issue : diff.unseen_issues)
    text += "? " + issue_line(issue) + "\n";
  for (const Issue& issue : diff.new_issues)
    text += "+ " + issue_line(issue) + "\n";
  for (const Issue& issue : diff.fixed_issues)
    text += "- " + issue_line(issue) + "\n";
  add_names("lock pair", diff.pairs, text);
  add_names("state", diff.state, text);
  std::size_t noise = 0;
  for (const NumberChange& change : diff.numbers) {
    if (!is_shown(change, noise))
      continue;
    text += std::string(change_name(change.kind)) + ": " + subject_text(change) + ": " +
            value_text(change, change.base) + " -> " + value_text(change, change.now) + " (" + percent_text(change) +
            "; " + runs_text(change) +
            (change.kind == ChangeKind::kTooFew ? ": at least 4 of each tell a change from noise"
                                                : ", " + probability_text(change)) +
            ")\n";
  }
  if (noise > kNoise)
    text += "... and " + std::to_string(noise - kNoise) + " more numbers within noise\n";
  return text;
}

std::string diff_markdown(const ReportDiff& diff) {
  std::string word = verdict_word(diff);
  std::transform(word.begin(), word.end(), word.begin(), [](unsigned char c) { return std::tolower(c); });
  std::string text = "## paraudit diff: " + word + "\n\n";
  for (const std::string& sentence : diff.not_seen)
    text += "- **not seen** " + md_text(sentence) + "\n";
  for (const Issue& issue : diff.unseen_issues)
    text += "- not looked at again: " + md_text(issue_line(issue)) + "\n";
  for (const Issue& issue : diff.new_issues)
    text += "- **new** " + md_text(issue_line(issue)) + "\n";
  for (const Issue& issue : diff.fixed_issues)
    text += "- fixed: " + md_text(issue_line(issue)) + "\n";
  std::string names;
  add_names("lock pair", diff.pairs, names);
  add_names("state", diff.state, names);
  if (!names.empty())
    text += "\n```diff\n" + names + "```\n";
  if (!diff.numbers.empty())
    text += "\n" + md_head({"change", "what", "before", "after", "difference", "noise test"});
  std::size_t noise = 0;
  for (const NumberChange& change : diff.numbers)
    if (is_shown(change, noise))
      text += md_row({change_name(change.kind), md_text(subject_text(change)), value_text(change, change.base),
                      value_text(change, change.now), percent_text(change),
                      runs_text(change) + ", " + md_text(probability_text(change))});
  return text;
}

std::string diff_json(const ReportDiff& diff) {
  Json numbers = Json::array();
  for (const NumberChange& change : diff.numbers)
    numbers.push_back({{"metric", change.metric},
                       {"subject", change.subject},
                       {"threads", change.threads},
                       {"base", change.base},
                       {"new", change.now},
                       {"base_runs", change.base_runs},
                       {"new_runs", change.new_runs},
                       {"probability", change.probability},
                       {"change", change_name(change.kind)}});
  Json json = {{"schema", "paraudit.diff"},
               {"version", "1.0"},
               {"worse", diff.is_worse()},
               {"decided", diff.is_decided()},
               {"not_seen", diff.not_seen},
               {"findings",
                {{"new", issues_json(diff.new_issues)},
                 {"fixed", issues_json(diff.fixed_issues)},
                 {"not_seen", issues_json(diff.unseen_issues)}}},
               {"lock_pairs", names_json(diff.pairs)},
               {"shared_state", names_json(diff.state)},
               {"numbers", std::move(numbers)}};
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace paraudit::reports
