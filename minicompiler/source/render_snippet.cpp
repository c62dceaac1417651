#include "minicompiler/source/render_snippet.h"
#include <algorithm>
#include <map>
#include <tuple>

namespace minirc {
namespace {

struct Mark {
  std::uint32_t begin, end; // character columns from 0, end exclusive
  bool primary;
  std::string text;
};

struct Multiline {
  std::uint32_t first, last, begin, end;
  bool primary;
  std::string text;
};

struct FileMarks {
  const SourceFile* file = nullptr;
  std::map<std::uint32_t, std::vector<Mark>> lines;
  std::vector<Multiline> spans;
};

// Terminals show a tab as four spaces, as rustc does: columns are those of the expanded text.
std::string expand_tabs(std::string_view line) {
  std::string out;
  for (char c : line)
    out += c == '\t' ? std::string("    ") : std::string(1, c);
  return out;
}

std::uint32_t expanded_column(std::string_view line, std::uint32_t column) {
  std::uint32_t shown = 0, seen = 0;
  for (std::size_t i = 0; i < line.size() && seen + 1 < column; ++i) {
    if ((static_cast<unsigned char>(line[i]) & 0xC0) == 0x80)
      continue;
    ++seen;
    shown += line[i] == '\t' ? 4 : 1;
  }
  return shown + (column - 1 - std::min(column - 1, seen));
}

void put(std::string& row, std::size_t column, std::string_view text) {
  if (row.size() < column + text.size())
    row.resize(column + text.size(), ' ');
  row.replace(column, text.size(), text);
}

// The rows under one source line.
std::vector<std::string> mark_rows(std::vector<Mark> marks) {
  std::sort(marks.begin(), marks.end(), [](const Mark& a, const Mark& b) {
    return std::tie(a.begin, a.end, a.primary, a.text) < std::tie(b.begin, b.end, b.primary, b.text);
  });
  std::vector<std::string> rows(1);
  for (bool primary : {false, true})
    for (const Mark& m : marks)
      if (m.primary == primary)
        put(rows[0], m.begin, std::string(std::max(1u, m.end - m.begin), primary ? '^' : '-'));
  std::vector<Mark> hanging;
  for (const Mark& m : marks)
    if (!m.text.empty())
      hanging.push_back(m);
  if (!hanging.empty() && rows[0].size() <= std::max(hanging.back().end, hanging.back().begin + 1)) {
    rows[0] += " " + hanging.back().text;
    hanging.pop_back();
  }
  if (hanging.empty())
    return rows;
  std::string bars;
  for (const Mark& m : hanging)
    put(bars, m.begin, "|");
  rows.push_back(bars);
  while (!hanging.empty()) {
    std::string row;
    for (std::size_t i = 0; i + 1 < hanging.size(); ++i)
      put(row, hanging[i].begin, "|");
    put(row, hanging.back().begin, hanging.back().text);
    rows.push_back(row);
    hanging.pop_back();
  }
  return rows;
}

std::vector<FileMarks> collect(const std::vector<SpanLabel>& labels, const SourceMap& map) {
  std::vector<FileMarks> files;
  for (const SpanLabel& label : labels) {
    Location lo = map.lookup(label.span.lo), hi = map.lookup(label.span.hi);
    if (!lo.file)
      continue;
    auto at = std::find_if(files.begin(), files.end(), [&](const FileMarks& f) { return f.file == lo.file; });
    if (at == files.end())
      at = files.insert(files.end(), FileMarks{lo.file, {}, {}});
    std::string_view first = map.line_text(*lo.file, lo.line);
    std::uint32_t begin = expanded_column(first, lo.column);
    if (hi.line == lo.line) {
      at->lines[lo.line].push_back({begin, expanded_column(first, hi.column), label.primary, label.text});
    } else {
      std::uint32_t end = expanded_column(map.line_text(*lo.file, hi.line), hi.column);
      at->spans.push_back({lo.line, hi.line, begin, end, label.primary, label.text});
      at->lines[lo.line];
      at->lines[hi.line];
    }
  }
  return files;
}

class FileRenderer {
 public:
  FileRenderer(const FileMarks& marks, const SourceMap& map, unsigned gutter)
      : marks_(marks), map_(map), gutter_(gutter), margin_(marks.spans.empty() ? 0 : 2) {}

  std::string run() {
    std::uint32_t previous = 0;
    for (const auto& [line, marks] : marks_.lines) {
      gap(previous, line);
      source_line(line);
      previous = line;
    }
    return out_;
  }

 private:
  const Multiline* around(std::uint32_t line) const {
    for (const Multiline& m : marks_.spans)
      if (m.first < line && line <= m.last)
        return &m;
    return nullptr;
  }

  void row(std::string number, const std::string& text) {
    out_ += std::string(gutter_ - number.size(), ' ') + number + " |";
    std::string line = text;
    while (!line.empty() && line.back() == ' ')
      line.pop_back();
    out_ += line.empty() ? "\n" : " " + line + "\n";
  }

  std::string bar(std::uint32_t line) const { return margin_ == 0 ? "" : around(line) ? "| " : "  "; }

  void gap(std::uint32_t previous, std::uint32_t line) {
    if (previous == 0 || line == previous + 1)
      return;
    if (line == previous + 2)
      return source_line(previous + 1);
    out_ += around(line) && around(line)->first <= previous ? "..." + std::string(gutter_, ' ') + "|\n" : "...\n";
  }

  void source_line(std::uint32_t line) {
    std::string text = expand_tabs(map_.line_text(*marks_.file, line));
    std::string lead = bar(line);
    for (const Multiline& m : marks_.spans)
      if (m.first == line && starts_line(m, text))
        lead = "/ ";
    row(std::to_string(line), lead + text);
    auto found = marks_.lines.find(line);
    if (found != marks_.lines.end() && !found->second.empty())
      for (const std::string& r : mark_rows(found->second))
        row("", (margin_ ? (lead == "/ " ? "| " : lead) : "") + r);
    for (const Multiline& m : marks_.spans)
      edges(m, line, text);
  }

  static bool starts_line(const Multiline& m, const std::string& text) {
    return text.find_first_not_of(' ') == m.begin || text.size() <= m.begin;
  }

  void edges(const Multiline& m, std::uint32_t line, const std::string& text) {
    char caret = m.primary ? '^' : '-';
    if (m.first == line && !starts_line(m, text))
      row("", " " + std::string(m.begin + 1, '_') + caret);
    if (m.last == line)
      row("", "|" + std::string(m.end == 0 ? 0 : m.end, '_') + caret + (m.text.empty() ? "" : " " + m.text));
  }

  const FileMarks& marks_;
  const SourceMap& map_;
  unsigned gutter_;
  unsigned margin_;
  std::string out_;
};

Location primary_location(const std::vector<SpanLabel>& labels, const SourceMap& map) {
  for (const SpanLabel& label : labels)
    if (label.primary)
      return map.lookup(label.span.lo);
  return labels.empty() ? Location{} : map.lookup(labels[0].span.lo);
}

} // namespace

unsigned gutter_width(const Diagnostic& diagnostic, const SourceMap& map) {
  std::uint32_t largest = 1;
  for (const SpanLabel& label : diagnostic.labels)
    largest = std::max(largest, map.lookup(label.span.hi).line);
  for (const SubDiagnostic& child : diagnostic.children)
    if (!child.span.empty())
      largest = std::max(largest, map.lookup(child.span.hi).line);
  return static_cast<unsigned>(std::to_string(largest).size());
}

std::string render_snippet(const std::vector<SpanLabel>& labels, const SourceMap& map, unsigned gutter) {
  std::string out;
  Location main = primary_location(labels, map);
  std::vector<FileMarks> files = collect(labels, map);
  auto shown_first = std::find_if(files.begin(), files.end(), [&](const FileMarks& f) { return f.file == main.file; });
  if (shown_first != files.end())
    std::rotate(files.begin(), shown_first, std::next(shown_first));
  std::string pad(gutter, ' ');
  for (const FileMarks& marks : files) {
    bool first = marks.file == main.file;
    std::uint32_t line = first ? main.line : marks.lines.begin()->first;
    out += pad + (first ? "--> " : "::: ") + marks.file->path + ":" + std::to_string(line) + ":" +
           std::to_string(first                                 ? main.column
                          : marks.lines.begin()->second.empty() ? 1
                                                                : marks.lines.begin()->second[0].begin + 1) +
           "\n";
    out += pad + " |\n" + FileRenderer(marks, map, gutter).run();
    if (&marks != &files.back())
      out += pad + " |\n";
  }
  return out;
}

} // namespace minirc
