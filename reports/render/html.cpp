#include "reports/render/html.h"

#include "reports/render/html_sections.h"
#include "reports/render/json.h"

// The page is assembled into the program, so that it needs no file beside it.
__asm__(".section .rodata\n"
        ".globl paraudit_report_page_begin\n"
        ".globl paraudit_report_page_end\n"
        "paraudit_report_page_begin:\n"
        ".incbin \"" PARAUDIT_REPORT_PAGE "\"\n"
        "paraudit_report_page_end:\n"
        ".previous\n");
extern "C" const char paraudit_report_page_begin[], paraudit_report_page_end[];

namespace paraudit::reports {
namespace {

constexpr std::size_t kMaxData = 8u << 20;
constexpr const char* kContentMarker = "<!--paraudit:content-->";
constexpr const char* kDataMarker = "<!--paraudit:data-->";

// In a <script> element only "<" can end the data or open a comment.
std::string script_data(const PageData& data) {
  if (data.json.size() > kMaxData)
    return "null";
  std::string safe;
  for (char byte : data.json)
    byte == '<' ? safe += "\\u003c" : safe += byte;
  return safe;
}

void write_left_out(const PageData& data, HtmlWriter& out) {
  if (data.json.size() > kMaxData) {
    out.paragraph("This page has no drawings: the report is too large for them. report.json has all.");
  } else if (!data.left_out.empty()) {
    out.paragraph("Drawings and the data in this page leave out these; report.json has all:");
    out.list(data.left_out);
  }
}

void write_navigation(const Report& report, HtmlWriter& out) {
  out.raw("<nav aria-label=\"Sections\"><ul>\n");
  auto item = [&](bool shown, const char* id, const char* text) {
    if (!shown)
      return;
    out.raw("<li>");
    out.link(id, text);
    out.raw("</li>\n");
  };
  item(true, "verdict", "Verdict");
  item(true, "locks", "Locks");
  item(!report.wait_objects.empty(), "wait-objects", "Waits");
  item(!report.series.empty(), "scaling", "Scaling");
  item(!report.predictions.empty(), "what-if", "What would help");
  item(true, "order", "Lock order");
  item(true, "state", "Shared state");
  item(true, "findings", "Findings");
  item(report.resolution.sites != 0, "resolution", "Resolution");
  item(!report.runs.empty(), "runs", "Runs");
  out.raw("</ul></nav>\n");
}

std::string content(const Report& report, const PageData& data, const HtmlOptions& options) {
  HtmlWriter out;
  SourceExcerpts sources(options.root);
  out.raw("<a class=\"skip\" href=\"#main\">Skip to the report</a>\n<header>\n<h1>paraudit report</h1>\n");
  write_navigation(report, out);
  out.raw("</header>\n<main id=\"main\">\n");
  write_verdict(report, out);
  write_locks(report, sources, out);
  write_wait_objects(report, sources, out);
  write_scaling(report, out);
  write_order(report, out);
  write_state(report, out);
  write_findings(report, sources, out);
  write_resolution(report, out);
  write_runs(report, out);
  out.raw("</main>\n<footer>\n");
  write_left_out(data, out);
  out.raw("<p>Made by paraudit ").text(options.version).raw(", schema ").text(kReportSchema);
  out.text(" ").text(kReportVersion).raw(".</p>\n<p><code>").text(options.command).raw("</code></p>\n");
  return out.take();
}

void replace_marker(std::string& page, const std::string& marker, const std::string& text) {
  std::size_t at = page.find(marker);
  if (at != std::string::npos)
    page.replace(at, marker.size(), text);
}

} // namespace

void write_verdict(const Report& report, HtmlWriter& out) {
  const Verdict& verdict = report.verdict;
  out.raw("<section id=\"verdict\" class=\"" + std::string(verdict.pass ? "pass" : "fail") + "\">\n");
  out.heading(2, verdict.pass ? "Verdict: pass" : "Verdict: fail");
  if (!verdict.reasons.empty())
    out.list(verdict.reasons);
  write_review(report.review, out);
  if (!verdict.not_seen.empty()) {
    out.heading(3, "What was not seen");
    out.list(verdict.not_seen);
  }
  if (!report.notes.empty()) {
    out.heading(3, "Notes of the readers");
    out.list(report.notes);
  }
  out.raw("</section>\n");
}

std::string page_template() {
  return {paraudit_report_page_begin, paraudit_report_page_end};
}

std::string to_html(const Report& report, const HtmlOptions& options) {
  std::string page = page_template();
  PageData data = page_data(report);
  // The data first: its marker stands after the content's, and nothing of the content may pass for it.
  replace_marker(page, kDataMarker, script_data(data));
  replace_marker(page, kContentMarker, content(report, data, options));
  return page;
}

} // namespace paraudit::reports
