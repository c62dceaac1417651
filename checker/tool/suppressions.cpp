#include "checker/tool/suppressions.h"

#include <algorithm>
#include <limits>
#include <optional>

namespace paraudit::tool {
namespace {

constexpr uint32_t kEndOfFile = std::numeric_limits<uint32_t>::max();

struct Parsed {
  std::string keyword;
  std::string globs;
};

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || c == '_';
}

// The first NOLINT word of a line that stands in a comment. A string literal that contains "//" can fool this, as
// it can fool clang-tidy.
std::optional<Parsed> find_comment(const std::string& line) {
  size_t at = line.find("NOLINT");
  if (at == std::string::npos || (at > 0 && is_word(line[at - 1]))) {
    return std::nullopt;
  }
  size_t comment = std::min(line.find("//"), line.find("/*"));
  if (comment == std::string::npos || comment > at) {
    return std::nullopt;
  }
  size_t end = at;
  while (end < line.size() && is_word(line[end])) {
    ++end;
  }
  Parsed parsed{line.substr(at, end - at), ""};
  if (end < line.size() && line[end] == '(') {
    size_t close = line.find(')', end);
    if (close != std::string::npos) {
      parsed.globs = line.substr(end + 1, close - end - 1);
    }
  }
  return parsed;
}

bool names_our_check(const std::string& globs) {
  return globs.find("paraudit-") != std::string::npos;
}

} // namespace

void Suppressions::close_region(std::vector<Comment>& comments, const Comment& end) {
  auto open = std::find_if(comments.rbegin(), comments.rend(), [&](const Comment& comment) {
    return comment.keyword == "NOLINTBEGIN" && comment.last_line == kEndOfFile && comment.globs == end.globs;
  });
  if (open == comments.rend()) {
    comments.push_back(end);
    comments.back().unmatched = true;
    return;
  }
  open->last_line = end.written_on;
}

std::vector<Suppressions::Comment> Suppressions::parse(const std::vector<std::string>& lines) {
  std::vector<Comment> comments;
  for (size_t index = 0; index < lines.size(); ++index) {
    std::optional<Parsed> parsed = find_comment(lines[index]);
    if (!parsed) {
      continue;
    }
    uint32_t line = static_cast<uint32_t>(index + 1);
    Comment comment{line, line, line, parsed->keyword, parsed->globs, GlobList(parsed->globs)};
    if (parsed->keyword == "NOLINTNEXTLINE") {
      comment.first_line = comment.last_line = line + 1;
    } else if (parsed->keyword == "NOLINTBEGIN") {
      comment.last_line = kEndOfFile;
    } else if (parsed->keyword == "NOLINTEND") {
      comment.first_line = kEndOfFile;
      close_region(comments, comment);
      continue;
    } else if (parsed->keyword != "NOLINT") {
      continue;
    }
    comments.push_back(std::move(comment));
  }
  for (Comment& comment : comments) {
    // A region that is never closed silences nothing: a forgotten NOLINTEND must not hide the rest of a file.
    if (comment.keyword == "NOLINTBEGIN" && comment.last_line == kEndOfFile) {
      comment.unmatched = true;
    }
  }
  return comments;
}

std::vector<Suppressions::Comment>& Suppressions::comments_of(const std::string& file) {
  auto [entry, is_new] = comments_.try_emplace(file);
  if (is_new) {
    entry->second = parse(source_.lines(file));
  }
  return entry->second;
}

bool Suppressions::silences(const std::string& file, uint32_t line, const std::string& check) {
  bool silenced = false;
  for (Comment& comment : comments_of(file)) {
    bool covers = !comment.unmatched && comment.first_line <= line && line <= comment.last_line;
    if (covers && (comment.globs.empty() || comment.list.contains(check))) {
      comment.used = true;
      silenced = true;
    }
  }
  return silenced;
}

std::vector<UnusedSuppression> Suppressions::unused() const {
  std::vector<UnusedSuppression> result;
  for (const auto& [file, comments] : comments_) {
    for (const Comment& comment : comments) {
      if (!comment.used && names_our_check(comment.globs)) {
        std::string text = comment.keyword + "(" + comment.globs + ")";
        result.push_back({file, comment.written_on, comment.unmatched ? text + " has no partner" : text});
      }
    }
  }
  return result;
}

} // namespace paraudit::tool
