// Lines of source files, read on demand and kept for the run. Not thread-safe. A file that cannot be read has no
// lines: findings are still printed, without their excerpt.
#ifndef PARAUDIT_CHECKER_TOOL_SOURCE_TEXT_H
#define PARAUDIT_CHECKER_TOOL_SOURCE_TEXT_H

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace paraudit::tool {

class SourceText {
 public:
  // Relative paths are read below `root`; `instead` has other contents for some paths.
  explicit SourceText(std::string root, std::map<std::string, std::string> instead = {})
      : root_(std::move(root)), instead_(std::move(instead)) {}

  const std::vector<std::string>& lines(const std::string& file);

  // The text of a 1-based line, or "".
  std::string line(const std::string& file, uint32_t number);

 private:
  std::string root_;
  std::map<std::string, std::string> instead_;
  std::map<std::string, std::vector<std::string>> files_;
};

} // namespace paraudit::tool

#endif
