// A clang-tidy style list of globs: `paraudit-lock-*,-paraudit-lock-order-undeclared`. The last glob that matches
// decides; a leading '-' makes it an exclusion. Matching is linear in the text times the number of globs.
#ifndef PARAUDIT_CHECKER_TOOL_GLOB_LIST_H
#define PARAUDIT_CHECKER_TOOL_GLOB_LIST_H

#include <string>
#include <string_view>
#include <vector>

namespace paraudit::tool {

class GlobList {
 public:
  struct Glob {
    std::string pattern;
    bool excludes = false;
  };

  explicit GlobList(std::string_view list);

  bool contains(std::string_view name) const;
  const std::vector<Glob>& globs() const { return globs_; }

 private:
  std::vector<Glob> globs_;
};

// True when the whole of `text` matches `pattern`, where '*' stands for any characters.
bool glob_matches(std::string_view pattern, std::string_view text);

// The candidate nearest to `name` by edit distance, or "" when none is near enough to be a misspelling of it.
std::string nearest_name(std::string_view name, const std::vector<std::string>& candidates);

} // namespace paraudit::tool

#endif
