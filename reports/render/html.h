// The page: one file, no network. Everything that must be readable without script or under a policy that blocks scripts
// and inline styles is plain HTML in <main>; the script that the page carries adds sorting, search and drawings.
//
// Thread-safety: pure but for reading sources under `root`. Errors: none. Limits: long tables are cut, and the page
// says so.
#ifndef PARAUDIT_REPORTS_RENDER_HTML_H
#define PARAUDIT_REPORTS_RENDER_HTML_H

#include <string>

#include "reports/analysis/report.h"

namespace paraudit::reports {

struct HtmlOptions {
  std::string root;    // for source excerpts; empty: none
  std::string version; // of the program, for the footer
  std::string command; // that made the report, for the footer
};

std::string to_html(const Report& report, const HtmlOptions& options);

// The built page (reports/ui/dist/report.html): markers in it say where content and data go.
std::string page_template();

} // namespace paraudit::reports

#endif
