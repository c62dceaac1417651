// The first phase for units that include the same headers: the headers are parsed once, then one forked process goes on
// with each unit (analysis/shared_extract.h, share_plan.h).
//
// Nobody has to trust it: a unit that it does not deliver, for whatever reason, is extracted by itself, and what it
// delivers is what that would have made, in parts.
// Thread-safety: the caller must be single-threaded. Cost: a look at all directives, then that of the plan. Memory: a
// process per header prefix that is in use, at most `jobs` chains of them, and `jobs` units; what they share is counted
// once.
#ifndef PARAUDIT_CHECKER_TOOL_SHARED_EXTRACTION_H
#define PARAUDIT_CHECKER_TOOL_SHARED_EXTRACTION_H

#include "checker/analysis/extract.h"
#include "checker/tool/compile_database.h"
#include "checker/tool/limits.h"

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace paraudit::tool {

struct Workers {
  Limits limits; // of each process
  unsigned jobs = 1;
};

struct SharedFacts {
  std::size_t unit = 0; // index of its command
  analysis::Inputs inputs;
  // Encoded facts: its own, then those of the headers that were parsed ahead for it, which others may have, too. Its
  // own alone where it cannot share them.
  std::vector<std::string> parts;
};

// Calls `take` with each unit of `wanted` that was extracted, in any order.
void extract_sharing(const Commands& commands, const std::vector<std::size_t>& wanted,
                     const analysis::ExtractOptions& options, const Workers& workers,
                     const std::function<void(SharedFacts)>& take);

} // namespace paraudit::tool

#endif
