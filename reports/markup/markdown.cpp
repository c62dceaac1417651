#include "reports/markup/markdown.h"

#include <algorithm>
#include <string_view>

namespace paraudit::reports {
namespace {

std::string one_line(const std::string& text) {
  std::string line;
  for (char c : text)
    line += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
  return line;
}

} // namespace

std::string md_text(const std::string& text) {
  std::string escaped;
  for (char c : one_line(text)) {
    if (c == '<')
      escaped += "&lt;";
    else if (c == '>')
      escaped += "&gt;";
    else if (c == '&')
      escaped += "&amp;";
    else if (std::string_view("\\`*_[]|#~!@").find(c) != std::string_view::npos)
      escaped += std::string("\\") + c;
    else
      escaped += c;
  }
  return escaped;
}

std::string md_code(const std::string& text) {
  if (text.empty())
    return "";
  std::size_t longest = 0, run = 0;
  std::string inner;
  for (char c : one_line(text)) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
    inner += c == '|' ? "\\|" : std::string(1, c);
  }
  std::string fence(longest + 1, '`');
  bool pad = inner.front() == '`' || inner.back() == '`';
  return fence + (pad ? " " : "") + inner + (pad ? " " : "") + fence;
}

std::string md_row(const std::vector<std::string>& cells) {
  std::string row = "|";
  for (const std::string& cell : cells)
    row += " " + cell + " |";
  return row + "\n";
}

std::string md_head(const std::vector<std::string>& names) {
  return md_row(names) + md_row(std::vector<std::string>(names.size(), "---"));
}

} // namespace paraudit::reports
