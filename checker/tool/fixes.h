// From the fixes that checks propose to changes of bytes in files: found in the source, tried by the front end,
// written.
//
// A fix whose declaration is not written the way its edits expect is dropped; so is one with which a unit that names
// the file no longer parses. Thread-safety: Sources reads each file once and is not thread-safe.
#ifndef PARAUDIT_CHECKER_TOOL_FIXES_H
#define PARAUDIT_CHECKER_TOOL_FIXES_H

#include "checker/checks/finding.h"

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace paraudit::tool {

// `length` bytes from `offset` become `text`. Lines and columns count from 1, in bytes; the end is past the last byte.
struct Replacement {
  std::string file;
  std::size_t offset = 0;
  std::size_t length = 0;
  std::string text;
  checks::Place begin, end;

  bool operator==(const Replacement&) const = default;
};

struct ResolvedFix {
  std::string message;
  std::vector<Replacement> replacements;
};

// Files as they are on disk, bytes unchanged.
class Sources {
 public:
  const std::string& text(const std::string& file);

 private:
  std::map<std::string, std::string> files_;
};

std::optional<ResolvedFix> resolve_fix(const checks::Fix& fix, Sources& sources);

// The files as they are with all the fixes, where they fit: of two that change the same bytes, the first counts.
// `applied` holds the indices of those that did.
std::map<std::string, std::string> apply_fixes(const std::vector<ResolvedFix>& fixes, Sources& sources,
                                               std::vector<std::size_t>* applied = nullptr);

// The fixes that compile together; `compiles` is asked about changed files. Cost: one question where all do, else one
// for each fix.
std::vector<ResolvedFix>
compiling_fixes(std::vector<ResolvedFix> fixes, Sources& sources,
                const std::function<bool(const std::map<std::string, std::string>& changed)>& compiles);

} // namespace paraudit::tool

#endif
