#include "reports/analysis/path_map.h"

#include <array>
#include <filesystem>

namespace paraudit::reports {
namespace {

namespace fs = std::filesystem;

std::string normal(const std::string& path) {
  return fs::path(path).lexically_normal().generic_string();
}

std::string base_name(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

std::string without_leading_dots(std::string path) {
  while (path.rfind("../", 0) == 0)
    path.erase(0, 3);
  return path;
}

// Whether `path` ends with whole components `tail`.
bool ends_with(const std::string& path, const std::string& tail) {
  if (path.size() < tail.size() || path.compare(path.size() - tail.size(), tail.size(), tail) != 0)
    return false;
  return path.size() == tail.size() || path[path.size() - tail.size() - 1] == '/';
}

} // namespace

PathMap::PathMap(const std::string& root, const std::set<std::string>& known_files, const std::string& other_root) {
  add_root(root);
  add_root(other_root);
  for (const std::string& file : known_files)
    known_by_name_[base_name(file)].push_back(file);
}

void PathMap::add_root(const std::string& root) {
  if (root.empty())
    return;
  std::error_code error;
  std::size_t first = roots_.size();
  roots_.push_back(normal(fs::absolute(root, error).string()));
  std::string real = fs::canonical(root, error).generic_string();
  if (!error)
    roots_.push_back(real);
  for (std::size_t i = first; i < roots_.size(); ++i)
    if (!roots_[i].empty() && roots_[i].back() != '/')
      roots_[i] += '/';
}

std::string PathMap::match_known(const std::string& path, bool absolute) const {
  auto it = known_by_name_.find(base_name(path));
  if (it == known_by_name_.end())
    return {};
  const std::string* best = nullptr;
  for (const std::string& known : it->second) {
    if (known == path)
      return known;
    bool fits = ends_with(path, known) ? !absolute || known.find('/') != std::string::npos
                                       : !absolute && ends_with(known, path);
    if (fits && best)
      return {}; // more than one: no answer is better than a wrong one
    if (fits)
      best = &known;
  }
  return best ? *best : std::string();
}

std::string PathMap::canonical(const std::string& raw) const {
  if (raw.empty())
    return {};
  std::string path = normal(raw);
  bool absolute = path[0] == '/';
  for (const std::string& root : roots_)
    if (absolute && path.rfind(root, 0) == 0)
      return path.substr(root.size());
  if (!absolute)
    path = without_leading_dots(path);
  if (absolute && is_system_path(path))
    return path;
  std::string known = match_known(path, absolute);
  return known.empty() ? path : known;
}

bool is_system_path(const std::string& path) {
  static constexpr std::array<const char*, 5> kPrefixes = {"/usr/include/", "/usr/lib/", "/usr/local/include/", "/lib/",
                                                           "/opt/"};
  std::string normalized = normal(path);
  for (const char* prefix : kPrefixes)
    if (normalized.rfind(prefix, 0) == 0)
      return true;
  return normalized.find("/include/c++/") != std::string::npos;
}

} // namespace paraudit::reports
