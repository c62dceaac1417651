// A few source lines around a place, read from the sources under --root as they are now.
//
// Thread-safety: none (it caches files). Errors: none; a file that is missing, too large (8 MiB) or outside the root
// gives no excerpt. Limit: it shows the file's present text, which may be newer than the recording.
#ifndef PARAUDIT_REPORTS_RENDER_SOURCE_EXCERPT_H
#define PARAUDIT_REPORTS_RENDER_SOURCE_EXCERPT_H

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace paraudit::reports {

struct Excerpt {
  std::uint32_t first_line = 0;
  std::vector<std::string> lines;
};

class SourceExcerpts {
 public:
  // An empty root gives no excerpts.
  explicit SourceExcerpts(std::string root) : root_(std::move(root)) {}
  Excerpt around(const std::string& file, std::uint32_t line, std::uint32_t context = 2);

 private:
  const std::vector<std::string>& lines_of(const std::string& file);

  std::string root_;
  std::map<std::string, std::vector<std::string>> files_;
};

} // namespace paraudit::reports

#endif
