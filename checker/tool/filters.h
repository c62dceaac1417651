// Which findings are to be reported, by the place they are at: --header-filter, --exclude-header-filter, --line-filter.
//
// Thread-safety: none; it counts which filters ever matched a file. A name of the line filter is the end of a path, as
// in clang-tidy.
#ifndef PARAUDIT_CHECKER_TOOL_FILTERS_H
#define PARAUDIT_CHECKER_TOOL_FILTERS_H

#include "checker/checks/finding.h"
#include "checker/facts/result.h"
#include "checker/tool/config.h"

#include <cstdint>
#include <optional>
#include <regex>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace paraudit::tool {

class Filters {
 public:
  // `line_filter` is JSON text, or empty; errors name its line and column.
  static facts::Result<Filters> make(const Config& config, const std::string& line_filter);

  // Told of the program's files once, before passes(): units and headers.
  void see_files(std::set<std::string> units, const std::set<std::string>& headers);
  bool passes(const checks::Place& place) const;
  // Filters that match no file of the program, as the user wrote them.
  const std::vector<std::string>& unmatched() const { return unmatched_; }

 private:
  struct Lines {
    std::string name;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> ranges; // none: every line
  };

  static facts::Result<std::vector<Lines>> parse_lines(const std::string& text);
  bool passes_lines(const checks::Place& place) const;

  std::string header_text_, exclude_text_;
  std::optional<std::regex> header_, exclude_;
  std::optional<std::vector<Lines>> lines_;
  std::set<std::string> units_;
  std::vector<std::string> unmatched_;
};

} // namespace paraudit::tool

#endif
