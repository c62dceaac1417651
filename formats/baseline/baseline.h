// The baseline: the findings that a project knows and lives with for now, as a file in its repository. A finding is
// known by its fingerprint alone; the rest is for people.
//
//   {"schema": "paraudit.baseline", "version": "1.0", "findings": [
//   {"fingerprint": "...", "check": "...", "file": "...", "message": "..."},
//   ...
//   ]}
//
// One finding a line, sorted by check, file and fingerprint, so that versions of the file merge.
// Thread-safety: pure. Errors: formats::LocatedError with line and column. An unknown version is an error.
#ifndef PARAUDIT_FORMATS_BASELINE_BASELINE_H
#define PARAUDIT_FORMATS_BASELINE_BASELINE_H

#include <compare>
#include <set>
#include <string>
#include <vector>

namespace paraudit::formats {

struct BaselineEntry {
  std::string check, file, fingerprint, message;
  auto operator<=>(const BaselineEntry&) const = default;
};

struct Baseline {
  std::string path;
  std::vector<BaselineEntry> entries;
  bool knows(const std::string& fingerprint) const;
  // The entries that none of the fingerprints is of: what was mended since.
  std::vector<BaselineEntry> stale(const std::set<std::string>& present) const;
};

Baseline parse_baseline(const std::string& path, const std::string& text);
Baseline read_baseline(const std::string& path);
std::string baseline_text(std::vector<BaselineEntry> entries);

} // namespace paraudit::formats

#endif
