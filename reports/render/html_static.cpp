#include <algorithm>
#include <map>

#include "reports/analysis/verdict.h"
#include "reports/render/html_sections.h"

namespace paraudit::reports {
namespace {

constexpr std::size_t kMaxFindings = 1000, kMaxStates = 3000;

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names)
    text += (text.empty() ? "" : ", ") + name;
  return text;
}

void write_steps(const Finding& finding, HtmlWriter& out) {
  if (finding.trace.empty())
    return;
  out.raw("<details><summary>").text(counted(finding.trace.size(), "step")).raw("</summary>\n<ol>\n");
  for (const TraceStep& step : finding.trace) {
    out.raw("<li>");
    if (!step.thread.empty())
      out.text("thread " + step.thread + ": ");
    out.raw("<code>").text(place_text(step.place.file, step.place.line)).raw("</code> ").text(step.message);
    if (!step.held.empty())
      out.text(" (held: " + joined(step.held) + ")");
    out.raw("</li>\n");
  }
  out.raw("</ol></details>\n");
}

std::string dynamic_text(const std::string& dynamic) {
  if (dynamic == "exercised")
    return "exercised at run time";
  if (dynamic == "partly_exercised")
    return "partly exercised";
  if (dynamic == "confirmed")
    return "race confirmed at run time";
  if (dynamic == "consistent")
    return "consistent at run time";
  return dynamic == "never_exercised" ? "never exercised" : "not watched";
}

// `judged`: a baseline says whether it is known.
void write_finding(const FindingEntry& entry, std::size_t ordinal, bool judged, SourceExcerpts& sources,
                   HtmlWriter& out) {
  const Finding& finding = entry.finding;
  std::string name = finding.fingerprint.empty() ? std::to_string(ordinal) : finding.fingerprint;
  out.begin_row(element_id("finding-", name));
  out.raw("<td><span class=\"severity " + element_id("", finding.severity) + "\">")
      .text(finding.severity)
      .raw("</span></td>");
  out.raw("<td><strong>")
      .text(finding.message)
      .raw("</strong> <span class=\"check\">[")
      .text(finding.check)
      .raw("]</span>");
  write_steps(finding, out);
  write_excerpt(finding.place.file, finding.place.line, sources, out);
  out.raw("</td>");
  out.code_cell(place_text(finding.place.file, finding.place.line));
  out.cell(finding.function);
  out.cell(dynamic_text(entry.dynamic));
  if (judged)
    out.cell(entry.is_known ? "known" : "new");
  out.end_row();
}

std::vector<const FindingEntry*> most_severe_first(const std::vector<FindingEntry>& findings) {
  std::vector<const FindingEntry*> entries;
  for (const char* severity : {"error", "warning", "remark"})
    for (const FindingEntry& entry : findings)
      if (entry.finding.severity == severity)
        entries.push_back(&entry);
  return entries;
}

// The verdict of the recorded accesses, with what shows it.
void write_state_use(const StateEntry& entry, HtmlWriter& out) {
  out.raw("<td>").text(dynamic_text(entry.dynamic));
  const StateUse& use = entry.use;
  if (!use.race.empty()) {
    out.raw("\n<ol>\n");
    for (const WatchedAccess& access : use.race)
      out.raw("<li>thread ")
          .text(std::to_string(access.thread) + ": " + access.access + " at ")
          .raw("<code>")
          .text(place_text(access.place.file, access.place.line))
          .raw("</code>")
          .text(access.held.empty() ? ", no lock held" : ", held: " + joined(access.held))
          .raw("</li>\n");
    out.raw("</ol>");
  } else if (use.accesses != 0) {
    std::string text = ": " + counted(use.threads, "thread") + ", " + counted(use.sites, "place");
    out.text(text + (use.guards.empty() ? "" : ", always held: " + joined(use.guards)));
  }
  out.raw("</td>");
}

// What the ledger says of it; `reviewed`: there is a ledger.
void write_decision(const StateEntry& entry, bool reviewed, HtmlWriter& out) {
  if (!entry.decision)
    return out.cell(reviewed ? "no entry" : "-");
  const StateDecision& decision = *entry.decision;
  out.raw("<td>").text(decision.decision == "todo" ? "to be decided" : decision.decision);
  if (!decision.guard.empty())
    out.text(", guard " + decision.guard);
  for (const std::string& invariant : decision.invariants)
    out.text("; " + invariant);
  if (!decision.why.empty())
    out.text(": " + decision.why);
  out.raw("</td>");
}

} // namespace

void write_excerpt(const std::string& file, std::uint32_t line, SourceExcerpts& sources, HtmlWriter& out) {
  Excerpt excerpt = sources.around(file, line);
  if (excerpt.lines.empty())
    return;
  out.raw("<details class=\"source\"><summary>Source of <code>")
      .text(place_text(file, line))
      .raw("</code></summary>\n");
  out.raw("<pre data-first=\"" + std::to_string(excerpt.first_line) + "\" data-line=\"" + std::to_string(line) +
          "\" tabindex=\"0\"><code class=\"language-cpp\">");
  for (const std::string& text : excerpt.lines)
    out.text(text).raw("\n");
  out.raw("</code></pre></details>\n");
}

void write_findings(const Report& report, SourceExcerpts& sources, HtmlWriter& out) {
  out.raw("<section id=\"findings\">\n");
  out.heading(2, "Findings");
  if (report.findings.empty()) {
    out.paragraph(report.findings_path.empty()
                      ? "No findings were given: run paraudit check --format=json and add its file with --findings."
                      : "The checker reported nothing.");
  } else {
    bool judged = report.review.baseline.has_value();
    std::vector<HtmlColumn> columns = {{"Severity"}, {"Finding"}, {"Place"}, {"Function"}, {"At run time"}};
    if (judged)
      columns.push_back({"Baseline"});
    out.begin_table("Findings of the checker", columns);
    std::vector<const FindingEntry*> entries = most_severe_first(report.findings);
    for (std::size_t i = 0; i < std::min(entries.size(), kMaxFindings); ++i)
      write_finding(*entries[i], i + 1, judged, sources, out);
    out.end_table();
    out.dropped(kMaxFindings, report.findings.size(), "findings");
  }
  out.raw("</section>\n");
}

void write_state(const Report& report, HtmlWriter& out) {
  out.raw("<section id=\"state\">\n");
  out.heading(2, "Shared state");
  if (report.shared_state.empty()) {
    out.paragraph(report.findings_path.empty() ? "No findings were given, so the inventory is not known."
                                               : "The checker found no shared state.");
  } else {
    std::map<std::string, std::uint64_t> counts;
    for (const StateEntry& entry : report.shared_state)
      ++counts[synchronization_text(entry.state.synchronization)];
    std::vector<std::string> summary;
    for (const auto& [kind, count] : counts)
      summary.push_back(count_text(count) + " " + kind);
    out.list(summary);
    out.begin_table("Shared state in the audited sources", {{"Name"},
                                                            {"Kind"},
                                                            {"Type"},
                                                            {"Synchronised by"},
                                                            {"Category"},
                                                            {"Remedy"},
                                                            {"Ledger"},
                                                            {"From parallel code"},
                                                            {"At run time"},
                                                            {"Reads", true},
                                                            {"Writes", true},
                                                            {"Place"}});
    for (std::size_t i = 0; i < std::min(report.shared_state.size(), kMaxStates); ++i) {
      const SharedState& state = report.shared_state[i].state;
      out.begin_row(element_id("state-", state.id));
      out.code_cell(state.name);
      out.cell(state.kind);
      out.code_cell(state.type);
      out.cell(guard_text(state));
      out.cell(state.category);
      out.cell(state.remedy);
      write_decision(report.shared_state[i], report.review.ledger.has_value(), out);
      out.cell(state.reachable_from_parallel ? "yes" : "no");
      write_state_use(report.shared_state[i], out);
      out.number_cell(count_text(state.reads), state.reads);
      out.number_cell(count_text(state.writes), state.writes);
      out.code_cell(place_text(state.place.file, state.place.line));
      out.end_row();
    }
    out.end_table();
    out.dropped(kMaxStates, report.shared_state.size(), "states");
  }
  out.raw("</section>\n");
}

} // namespace paraudit::reports
