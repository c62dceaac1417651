// One spelling for each source file. Recorders store paths as their compiler had them (absolute, relative to some build
// directory, with ../); findings store paths relative to --root. `canonical` maps the former to the latter.
//
// Rule: under the root, the path relative to it. Else the one known file (of the findings) that the path ends with, or
// that ends with the path; for absolute paths at least two components must agree. Else the path, normalised.
// Thread-safety: const use is safe. Cost: a hash look-up for a path seen before.
#ifndef PARAUDIT_REPORTS_ANALYSIS_PATH_MAP_H
#define PARAUDIT_REPORTS_ANALYSIS_PATH_MAP_H

#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace paraudit::reports {

class PathMap {
 public:
  // `root` may be empty: then nothing is under it. It need not exist.
  // `other_root`: where the checker ran, which may be another machine's; empty where that is not known.
  PathMap(const std::string& root, const std::set<std::string>& known_files, const std::string& other_root = "");
  std::string canonical(const std::string& raw) const;

 private:
  void add_root(const std::string& root);
  std::string match_known(const std::string& path, bool absolute) const;

  std::vector<std::string> roots_; // as given and with symbolic links resolved
  std::unordered_map<std::string, std::vector<std::string>> known_by_name_;
};

// Headers of the system or of the C++ library: never the place a user means.
bool is_system_path(const std::string& path);

} // namespace paraudit::reports

#endif
