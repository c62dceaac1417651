// Builds HTML text: everything that goes through `text`, attribute or cell is escaped, so that a hostile name is inert.
//
// Thread-safety: none. Cost: appends to one string.
#ifndef PARAUDIT_REPORTS_RENDER_HTML_WRITER_H
#define PARAUDIT_REPORTS_RENDER_HTML_WRITER_H

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "reports/render/format.h"

namespace paraudit::reports {

// For element content and quoted attributes. Bad UTF-8 and control characters are replaced.
std::string escape_html(const std::string& text);
// An element id made of any name: unique for distinct names, without characters that need quoting in a URL's fragment.
std::string element_id(const std::string& prefix, const std::string& name);

struct HtmlColumn {
  std::string title;
  bool numeric = false;
};

class HtmlWriter {
 public:
  HtmlWriter& raw(const std::string& html); // trusted markup
  HtmlWriter& text(const std::string& text);
  void heading(int level, const std::string& text);
  void paragraph(const std::string& text);
  void list(const std::vector<std::string>& items);
  void link(const std::string& id, const std::string& text);

  // A table in a scrolling box. Columns' values can be sorted by the page's script: numbers carry their exact value.
  void begin_table(const std::string& caption, const std::vector<HtmlColumn>& columns);
  void begin_row(const std::string& id = "");
  void cell(const std::string& text);
  void code_cell(const std::string& text);
  void link_cell(const std::string& id, const std::string& text);
  void number_cell(const std::string& text, std::uint64_t value);
  void duration_cell(const std::optional<Ns>& ns);
  void end_row();
  void end_table();
  // "3 more rows are in report.json", when there are.
  void dropped(std::size_t shown, std::size_t total, const std::string& what);

  std::string take() { return std::move(html_); }

 private:
  std::string html_;
};

} // namespace paraudit::reports

#endif
