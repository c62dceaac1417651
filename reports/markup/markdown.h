// Text and code for GitHub-flavoured Markdown, safe inside a table's cell: what it holds stays text.
//
// Thread-safety: pure. Control characters and line ends become spaces.
#ifndef PARAUDIT_REPORTS_MARKUP_MARKDOWN_H
#define PARAUDIT_REPORTS_MARKUP_MARKDOWN_H

#include <string>
#include <vector>

namespace paraudit::reports {

std::string md_text(const std::string& text); // every character with a meaning is escaped
std::string md_code(const std::string& text); // `text`, whatever it holds; "" stays ""
// "| a | b |\n"; the cells are Markdown already.
std::string md_row(const std::vector<std::string>& cells);
// A row of names and the line under it.
std::string md_head(const std::vector<std::string>& names);

} // namespace paraudit::reports

#endif
