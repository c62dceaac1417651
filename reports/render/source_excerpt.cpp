#include "reports/render/source_excerpt.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace paraudit::reports {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kMaxFile = 8u << 20;
constexpr std::size_t kMaxLine = 200;

// A path from a trace or from findings must not lead out of the root.
bool stays_inside(const std::string& file) {
  fs::path path = fs::path(file).lexically_normal();
  return !path.empty() && path.is_relative() && *path.begin() != "..";
}

} // namespace

const std::vector<std::string>& SourceExcerpts::lines_of(const std::string& file) {
  auto [it, added] = files_.try_emplace(file);
  if (!added || root_.empty() || !stays_inside(file))
    return it->second;
  fs::path path = fs::path(root_) / file;
  std::error_code error;
  if (!fs::is_regular_file(path, error) || fs::file_size(path, error) > kMaxFile || error)
    return it->second;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);)
    it->second.push_back(line.substr(0, kMaxLine));
  return it->second;
}

Excerpt SourceExcerpts::around(const std::string& file, std::uint32_t line, std::uint32_t context) {
  const std::vector<std::string>& lines = lines_of(file);
  if (line == 0 || line > lines.size())
    return {};
  std::size_t first = line > context ? line - context : 1;
  std::size_t last = std::min<std::size_t>(lines.size(), std::size_t{line} + context);
  Excerpt excerpt;
  excerpt.first_line = static_cast<std::uint32_t>(first);
  excerpt.lines.assign(lines.begin() + static_cast<std::ptrdiff_t>(first - 1),
                       lines.begin() + static_cast<std::ptrdiff_t>(last));
  return excerpt;
}

} // namespace paraudit::reports
