#include <algorithm>

#include "reports/analysis/verdict.h"
#include "reports/render/html_sections.h"

namespace paraudit::reports {
namespace {

constexpr std::size_t kMaxRows = 200;

std::string at_line(const std::string& path, std::uint32_t line) {
  return line == 0 ? "" : place_text(path, line);
}

void write_budget(const BudgetReview& budget, HtmlWriter& out) {
  out.heading(3, "Budget");
  out.paragraph(budget.path + ": " + counted(budget.checked, "limit") + " checked, " +
                std::to_string(budget.exceeded.size()) + " exceeded.");
  if (budget.exceeded.empty())
    return;
  out.begin_table("Limits that are exceeded", {{"Exceeded"}, {"Look at"}, {"Limit set at"}});
  for (const ExceededLimit& limit : budget.exceeded) {
    out.begin_row();
    out.cell(limit.message);
    out.raw("<td>");
    out.list(limit.details);
    out.raw("</td>");
    out.code_cell(at_line(budget.path, limit.line));
    out.end_row();
  }
  out.end_table();
}

void write_issues(const std::string& caption, const std::vector<ReviewedIssue>& issues, HtmlWriter& out) {
  if (issues.empty())
    return;
  out.begin_table(caption, {{"Severity"}, {"Finding"}, {"Check"}, {"Place"}});
  for (std::size_t i = 0; i < std::min(issues.size(), kMaxRows); ++i) {
    const ReviewedIssue& issue = issues[i];
    out.begin_row();
    out.cell(issue.level.empty() ? "-" : issue.level);
    out.cell(issue.message);
    out.cell(issue.check);
    out.code_cell(place_text(issue.file, issue.line));
    out.end_row();
  }
  out.end_table();
  out.dropped(kMaxRows, issues.size(), "findings");
}

void write_baseline(const BaselineReview& baseline, HtmlWriter& out) {
  out.heading(3, "New since the baseline");
  out.paragraph(baseline.path + ": " + std::to_string(baseline.fresh.size()) + " new, " +
                std::to_string(baseline.known) + " known, " + std::to_string(baseline.stale.size()) +
                " stale (mended since; drop them with paraudit gate --update-baseline).");
  write_issues("Findings and cycles that the baseline does not know", baseline.fresh, out);
  write_issues("Stale in the baseline", baseline.stale, out);
}

void write_ledger(const LedgerReview& ledger, HtmlWriter& out) {
  out.heading(3, "Ledger");
  out.paragraph(ledger.path + ": " + counted(ledger.entries, "entry", "entries") + ", " +
                std::to_string(ledger.undecided) + " to be decided, " + std::to_string(ledger.notes.size()) +
                " where program and ledger differ.");
  if (ledger.notes.empty())
    return;
  out.begin_table("Where program and ledger differ", {{"What"}, {"Message"}, {"In the ledger"}, {"In the source"}});
  for (std::size_t i = 0; i < std::min(ledger.notes.size(), kMaxRows); ++i) {
    const LedgerNote& note = ledger.notes[i];
    out.begin_row();
    out.cell(note.kind);
    out.cell(note.message);
    out.code_cell(at_line(ledger.path, note.line));
    out.code_cell(at_line(note.file, note.source_line));
    out.end_row();
  }
  out.end_table();
  out.dropped(kMaxRows, ledger.notes.size(), "differences");
}

} // namespace

void write_review(const Review& review, HtmlWriter& out) {
  if (review.budget)
    write_budget(*review.budget, out);
  if (review.baseline)
    write_baseline(*review.baseline, out);
  if (review.ledger)
    write_ledger(*review.ledger, out);
}

} // namespace paraudit::reports
