// NOLINT, NOLINTNEXTLINE and NOLINTBEGIN ... NOLINTEND comments of the files that findings are in, as clang-tidy
// reads them: `NOLINT` alone silences every check, `NOLINT(glob, glob)` those that match.
//
// Files are read on first use, at most once each; one instance serves one run and is not thread-safe. What a
// comment that names our checks failed to silence is listed by unused().
#ifndef PARAUDIT_CHECKER_TOOL_SUPPRESSIONS_H
#define PARAUDIT_CHECKER_TOOL_SUPPRESSIONS_H

#include "checker/tool/glob_list.h"
#include "checker/tool/source_text.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace paraudit::tool {

struct UnusedSuppression {
  std::string file;
  uint32_t line = 0;
  std::string comment; // `NOLINT(paraudit-name)`
  std::string message;
  bool has_no_partner = false; // a NOLINTBEGIN or NOLINTEND alone
};

class Suppressions {
 public:
  explicit Suppressions(SourceText& source) : source_(source) {}

  // True when a comment silences `check` on this line; remembers that the comment was needed.
  bool silences(const std::string& file, uint32_t line, const std::string& check);

  // Reads the comments of a file that may have no findings, so that its unused ones are known too.
  void scan(const std::string& file) { comments_of(file); }

  // In file and line order: globs naming a paraudit check that silenced nothing although every check they match ran,
  // names that no check has, and BEGIN or END without its partner.
  std::vector<UnusedSuppression> unused(const std::vector<std::string>& all, const std::vector<std::string>& ran) const;

 private:
  struct Comment {
    uint32_t first_line = 0;
    uint32_t last_line = 0;
    uint32_t written_on = 0;
    std::string keyword;
    std::string globs; // "" for all checks
    GlobList list{""};
    std::vector<std::string> used; // patterns of the list that silenced something
    bool unmatched = false;
  };

  std::vector<Comment>& comments_of(const std::string& file);
  static std::vector<Comment> parse(const std::vector<std::string>& lines);
  static void judge(const std::string& file, const Comment& comment, const std::vector<std::string>& all,
                    const std::vector<std::string>& ran, std::vector<UnusedSuppression>& result);
  static void close_region(std::vector<Comment>& comments, const Comment& end);

  SourceText& source_;
  std::map<std::string, std::vector<Comment>> comments_;
};

} // namespace paraudit::tool

#endif
