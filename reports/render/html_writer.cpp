#include "reports/render/html_writer.h"

#include <cctype>
#include <cstdio>

namespace paraudit::reports {

std::string escape_html(const std::string& text) {
  std::string escaped;
  for (char byte : clean_text(text)) {
    switch (byte) {
    case '&':
      escaped += "&amp;";
      break;
    case '<':
      escaped += "&lt;";
      break;
    case '>':
      escaped += "&gt;";
      break;
    case '"':
      escaped += "&quot;";
      break;
    case '\'':
      escaped += "&#39;";
      break;
    default:
      escaped += byte;
    }
  }
  return escaped;
}

std::string element_id(const std::string& prefix, const std::string& name) {
  std::string id = prefix;
  for (char byte : name) {
    auto value = static_cast<unsigned char>(byte);
    if (std::isalnum(value) || byte == '_' || byte == ':' || byte == '-' || byte == '.') {
      id += byte;
      continue;
    }
    char code[8];
    std::snprintf(code, sizeof code, "~%02x", value);
    id += code;
  }
  return id;
}

HtmlWriter& HtmlWriter::raw(const std::string& html) {
  html_ += html;
  return *this;
}

HtmlWriter& HtmlWriter::text(const std::string& text) {
  return raw(escape_html(text));
}

void HtmlWriter::heading(int level, const std::string& content) {
  std::string tag = "h" + std::to_string(level);
  raw("<" + tag + ">").text(content).raw("</" + tag + ">\n");
}

void HtmlWriter::paragraph(const std::string& content) {
  raw("<p>").text(content).raw("</p>\n");
}

void HtmlWriter::list(const std::vector<std::string>& items) {
  raw("<ul>\n");
  for (const std::string& item : items)
    raw("<li>").text(item).raw("</li>\n");
  raw("</ul>\n");
}

void HtmlWriter::link(const std::string& id, const std::string& content) {
  raw("<a href=\"#").text(id).raw("\">").text(content).raw("</a>");
}

void HtmlWriter::begin_table(const std::string& caption, const std::vector<HtmlColumn>& columns) {
  raw("<div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"").text(caption).raw("\">\n<table>\n<caption>");
  text(caption).raw("</caption>\n<thead><tr>");
  for (const HtmlColumn& column : columns)
    raw(column.numeric ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">").text(column.title).raw("</th>");
  raw("</tr></thead>\n<tbody>\n");
}

void HtmlWriter::begin_row(const std::string& id) {
  if (id.empty())
    raw("<tr>");
  else
    raw("<tr id=\"").text(id).raw("\">");
}

void HtmlWriter::cell(const std::string& content) {
  raw("<td>").text(content).raw("</td>");
}

void HtmlWriter::code_cell(const std::string& content) {
  raw("<td><code>").text(content).raw("</code></td>");
}

void HtmlWriter::link_cell(const std::string& id, const std::string& content) {
  raw("<td>");
  link(id, content);
  raw("</td>");
}

void HtmlWriter::number_cell(const std::string& content, std::uint64_t value) {
  raw("<td class=\"n\" data-v=\"" + std::to_string(value) + "\">").text(content).raw("</td>");
}

void HtmlWriter::duration_cell(const std::optional<Ns>& ns) {
  if (ns)
    number_cell(duration_text(*ns), *ns);
  else
    raw("<td class=\"n\">-</td>");
}

void HtmlWriter::end_row() {
  raw("</tr>\n");
}

void HtmlWriter::end_table() {
  raw("</tbody>\n</table>\n</div>\n");
}

void HtmlWriter::dropped(std::size_t shown, std::size_t total, const std::string& what) {
  if (total > shown)
    paragraph(count_text(total - shown) + " more " + what +
              " are left out here to keep the page small; report.json has all.");
}

} // namespace paraudit::reports
