// Known findings: how a run compares with a baseline (formats/baseline/baseline.h).
//
// Thread-safety: pure functions. Errors: with the file's line and column.
#ifndef PARAUDIT_CHECKER_TOOL_BASELINE_H
#define PARAUDIT_CHECKER_TOOL_BASELINE_H

#include "checker/checks/check.h"
#include "checker/facts/result.h"
#include "formats/baseline/baseline.h"

#include <cstddef>
#include <functional>
#include <map>
#include <string>

namespace paraudit::tool {

using formats::BaselineEntry;
using Baseline = std::map<std::string, BaselineEntry>; // by fingerprint

struct BaselineCounts {
  std::size_t added = 0; // not in the baseline
  std::size_t known = 0;
  std::size_t fixed = 0;    // its file was analysed, its check ran, and it is gone
  std::size_t stale = 0;    // its file or its check no longer exists
  std::size_t unjudged = 0; // neither its file nor its check was part of this run, or a unit failed
};

// What a run can say of an entry that it did not find again.
enum class Absence { kFixed, kStale, kUnjudged };

// A file that is not there is an empty baseline where `may_be_missing`.
facts::Result<Baseline> read_baseline(const std::string& path, bool may_be_missing);

BaselineCounts compare(const Baseline& baseline, const checks::Findings& findings,
                       const std::function<Absence(const BaselineEntry&)>& absence);

std::string write_baseline(const Baseline& baseline);

} // namespace paraudit::tool

#endif
