#include "checker/tool/suppressions.h"

#include <algorithm>
#include <limits>
#include <optional>

namespace paraudit::tool {
namespace {

constexpr std::string_view kOurs = "paraudit-";
constexpr std::string_view kUnused = "paraudit-unused-nolint";
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
      if (parsed.globs.find_first_not_of(' ') == std::string::npos) {
        return std::nullopt; // as clang-tidy reads it: no check is named, so none is silenced
      }
    }
  }
  return parsed;
}

bool names_our_check(const std::string& globs) {
  return globs.find(kOurs) != std::string::npos;
}

} // namespace

void Suppressions::close_region(std::vector<Comment>& comments, const Comment& end) {
  auto open = std::find_if(comments.rbegin(), comments.rend(), [&](const Comment& comment) {
    return comment.keyword == "NOLINTBEGIN" && comment.last_line == kEndOfFile && comment.globs == end.globs;
  });
  if (open == comments.rend()) {
    comments.push_back(end);
    comments.back().first_line = end.written_on;
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
    Comment comment;
    comment.first_line = comment.last_line = comment.written_on = line;
    comment.keyword = parsed->keyword;
    comment.globs = parsed->globs;
    comment.list = GlobList(parsed->globs);
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
      for (const GlobList::Glob& glob : comment.list.globs()) {
        if (glob_matches(glob.pattern, check)) {
          comment.used.push_back(glob.pattern);
        }
      }
      silenced = true;
    }
  }
  return silenced;
}

void Suppressions::judge(const std::string& file, const Comment& comment, const std::vector<std::string>& all,
                         const std::vector<std::string>& ran, std::vector<UnusedSuppression>& result) {
  for (const GlobList::Glob& glob : comment.list.globs()) {
    bool is_used = std::find(comment.used.begin(), comment.used.end(), glob.pattern) != comment.used.end();
    if (is_used || glob.excludes || !glob.pattern.starts_with(kOurs)) {
      continue;
    }
    auto matches = [&](const std::string& check) { return glob_matches(glob.pattern, check); };
    std::string text = comment.keyword + "(" + glob.pattern + ")";
    if (std::none_of(all.begin(), all.end(), matches)) {
      std::string near = nearest_name(glob.pattern, all);
      result.push_back({file, comment.written_on, text,
                        "no check is called '" + glob.pattern + "'" +
                            (near.empty() ? "; see --list-checks" : "; did you mean '" + near + "'?")});
    } else if (std::count_if(all.begin(), all.end(), matches) == std::count_if(ran.begin(), ran.end(), matches)) {
      result.push_back({file, comment.written_on, text, "'" + text + "' silences nothing; remove it"});
    }
  }
}

std::vector<UnusedSuppression> Suppressions::unused(const std::vector<std::string>& all,
                                                    const std::vector<std::string>& ran) const {
  std::vector<UnusedSuppression> result;
  for (const auto& [file, comments] : comments_) {
    for (const Comment& comment : comments) {
      auto globs = comment.list.globs();
      bool keeps = std::any_of(globs.begin(), globs.end(), [](const auto& glob) { return glob.pattern == kUnused; });
      if (keeps) {
        continue; // says itself that it may be unused
      }
      if (!comment.unmatched) {
        judge(file, comment, all, ran, result);
      } else if (comment.globs.empty() || names_our_check(comment.globs)) {
        std::string text = comment.keyword + (comment.globs.empty() ? "" : "(" + comment.globs + ")");
        bool begins = comment.keyword == "NOLINTBEGIN";
        result.push_back({file, comment.written_on, text,
                          "'" + text + "' has no " + (begins ? "NOLINTEND" : "NOLINTBEGIN") +
                              " with the same checks and silences nothing; add it, or remove this one",
                          true});
      }
    }
  }
  return result;
}

} // namespace paraudit::tool
