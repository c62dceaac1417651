// The edits of annotations.h as a unified diff.
#include <algorithm>
#include <map>
#include <string_view>

#include "reports/ledger/annotations.h"
#include "reports/reader/mapped_file.h"

namespace paraudit::reports {
namespace {

constexpr std::size_t kContext = 3;

struct FileDiff {
  std::vector<std::string> lines;             // without their ends
  std::map<std::size_t, std::string> changed; // by line, from 0
  bool ends_with_newline = true;
};

FileDiff diff_of(const std::string& text, const std::vector<const SourceEdit*>& edits) {
  FileDiff diff;
  std::size_t start = 0;
  auto next = edits.begin();
  while (start < text.size()) {
    std::size_t end = text.find('\n', start);
    diff.ends_with_newline = end != std::string::npos;
    std::string line = text.substr(start, end == std::string::npos ? end : end - start), edited = line;
    std::size_t stop = start + line.size(), grown = 0;
    for (; next != edits.end() && (*next)->offset <= stop; ++next) {
      edited.insert((*next)->offset - start + grown, (*next)->text);
      grown += (*next)->text.size();
    }
    if (edited != line)
      diff.changed[diff.lines.size()] = edited;
    diff.lines.push_back(std::move(line));
    start = end == std::string::npos ? text.size() : end + 1;
  }
  return diff;
}

std::string marked(char mark, const FileDiff& diff, std::size_t line, const std::string& text) {
  bool is_open_end = line + 1 == diff.lines.size() && !diff.ends_with_newline;
  return mark + text + "\n" + (is_open_end ? "\\ No newline at end of file\n" : "");
}

std::string hunk(const FileDiff& diff, std::size_t first, std::size_t last) {
  std::string body;
  for (std::size_t line = first; line <= last; ++line) {
    auto edited = diff.changed.find(line);
    if (edited == diff.changed.end()) {
      body += marked(' ', diff, line, diff.lines[line]);
    } else {
      body += marked('-', diff, line, diff.lines[line]);
      body += marked('+', diff, line, edited->second);
    }
  }
  std::string range = std::to_string(first + 1) + "," + std::to_string(last - first + 1);
  return "@@ -" + range + " +" + range + " @@\n" + body;
}

std::string hunks(const FileDiff& diff) {
  std::string text;
  for (auto at = diff.changed.begin(); at != diff.changed.end();) {
    std::size_t first = at->first < kContext ? 0 : at->first - kContext, last = at->first;
    for (; at != diff.changed.end() && at->first <= last + 2 * kContext; ++at)
      last = at->first;
    text += hunk(diff, first, std::min(last + kContext, diff.lines.size() - 1));
  }
  return text;
}

} // namespace

std::string unified_diff(const std::vector<SourceEdit>& edits, const std::string& root) {
  std::map<std::string, std::vector<const SourceEdit*>> by_file;
  for (const SourceEdit& edit : edits)
    by_file[edit.file].push_back(&edit);
  std::string text;
  for (const auto& [file, list] : by_file) {
    MappedFile mapped(file.starts_with('/') || root.empty() ? file : root + "/" + file);
    std::string source(reinterpret_cast<const char*>(mapped.bytes().data()), mapped.size());
    text += "--- a/" + file + "\n+++ b/" + file + "\n" + hunks(diff_of(source, list));
  }
  return text;
}

} // namespace paraudit::reports
