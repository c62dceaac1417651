// Which headers a unit includes, from its preprocessor directives alone.
//
// Thread-safety: one scanner per thread. Cost: each file's directives are found once for all units; a unit costs a few
// milliseconds. Errors: a unit whose includes cannot all be followed is scanned as far as they can.
#ifndef PARAUDIT_CHECKER_ANALYSIS_INCLUDE_SCAN_H
#define PARAUDIT_CHECKER_ANALYSIS_INCLUDE_SCAN_H

#include "checker/analysis/extract.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace paraudit::analysis {

struct IncludedHeader {
  std::string include;     // what follows `#include` to get it from anywhere: `<vector>`, `"/src/a.h"`
  std::string path;        // as the front end names it
  bool is_direct = false;  // named by a file that is no system header
  std::uint64_t bytes = 0; // its own, and those of what is included through it and not direct
};

class IncludeScanner {
 public:
  IncludeScanner();
  ~IncludeScanner();

  // Headers that are safe to include twice, each once, those that others include before them.
  std::vector<IncludedHeader> scan(const CompileCommand& command, const ExtractOptions& options);

 private:
  struct Shared;
  std::unique_ptr<Shared> shared_;
};

} // namespace paraudit::analysis

#endif
