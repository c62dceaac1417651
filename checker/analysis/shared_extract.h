// Facts of several units from one parse of the headers that they have in common.
//
// The common headers are parsed first; then the process forks, and each child goes on with one unit, or with more
// headers for some of the units. What was declared ahead is in memory, and its facts are made once, by a child of their
// own: they, and those of the rest of each unit, are what extract() makes of the units, in several parts.
//
// Thread-safety: none, one shared parse per process; the process must be single-threaded where it forks. Cost: that of
// the common headers once, and of the rest of each unit; what is written to of the shared memory is copied.
// Errors: a unit whose meaning may depend on the order of its headers, or that does not parse, yields no facts here:
// extract() has the last word.
#ifndef PARAUDIT_CHECKER_ANALYSIS_SHARED_EXTRACT_H
#define PARAUDIT_CHECKER_ANALYSIS_SHARED_EXTRACT_H

#include "checker/analysis/extract.h"

#include <functional>
#include <string>
#include <vector>

namespace paraudit::analysis {

struct SharedHeader {
  std::string include; // as IncludedHeader has them
  std::string path;
};

// What a shared parse goes on with.
struct SharedStep {
  enum class Kind { kHeaders, kUnit, kFactsOfHeaders } kind = Kind::kUnit;
  std::vector<SharedHeader> headers;    // kHeaders: parse these, then ask again
  const CompileCommand* unit = nullptr; // kUnit: parse it to its end
};

// Asked at the start, and after each kHeaders with the index of the first header that cannot be parsed ahead, or -1.
// May fork: it returns in every process that is to go on, and need not return in others.
using NextStep = std::function<SharedStep(int failed_header)>;

struct SharedResult {
  std::optional<facts::TuFacts> facts; // of headers: without a main file
  Inputs inputs;
  std::string why_not;
};

// `like` is one of the units: they may differ in their file alone.
SharedResult extract_shared(const CompileCommand& like, const ExtractOptions& options, const NextStep& next);

// Equal for units that may share a parse; "" where the unit cannot.
std::string sharing_key(const CompileCommand& command, const ExtractOptions& options);

} // namespace paraudit::analysis

#endif
