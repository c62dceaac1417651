// The sections of the page's <main>. Internal to render/.
//
// Thread-safety: pure but for the excerpts' cache.
#ifndef PARAUDIT_REPORTS_RENDER_HTML_SECTIONS_H
#define PARAUDIT_REPORTS_RENDER_HTML_SECTIONS_H

#include "reports/analysis/report.h"
#include "reports/render/html_writer.h"
#include "reports/render/source_excerpt.h"

namespace paraudit::reports {

void write_verdict(const Report& report, HtmlWriter& out);
void write_review(const Review& review, HtmlWriter& out);
void write_findings(const Report& report, SourceExcerpts& sources, HtmlWriter& out);
void write_locks(const Report& report, SourceExcerpts& sources, HtmlWriter& out);
void write_wait_objects(const Report& report, SourceExcerpts& sources, HtmlWriter& out);
void write_order(const Report& report, HtmlWriter& out);
void write_scaling(const Report& report, HtmlWriter& out);
void write_state(const Report& report, HtmlWriter& out);
void write_resolution(const Report& report, HtmlWriter& out);
void write_runs(const Report& report, HtmlWriter& out);

// Source lines around a place, in a closed <details>; nothing where the source is not at hand.
void write_excerpt(const std::string& file, std::uint32_t line, SourceExcerpts& sources, HtmlWriter& out);

} // namespace paraudit::reports

#endif
