#include "checker/tool/baseline.h"

#include "formats/located_error.h"

#include <filesystem>
#include <set>
#include <vector>

namespace paraudit::tool {

facts::Result<Baseline> read_baseline(const std::string& path, bool may_be_missing) {
  std::error_code ignored;
  if (may_be_missing && !std::filesystem::exists(path, ignored)) {
    return Baseline{};
  }
  try {
    Baseline baseline;
    for (const BaselineEntry& entry : formats::read_baseline(path).entries) {
      baseline.emplace(entry.fingerprint, entry);
    }
    return baseline;
  } catch (const formats::LocatedError& error) {
    return facts::Error{std::string(error.what()) + "; --baseline FILE --update-baseline writes one"};
  }
}

BaselineCounts compare(const Baseline& baseline, const checks::Findings& findings,
                       const std::function<Absence(const BaselineEntry&)>& absence) {
  BaselineCounts counts;
  std::set<std::string> present;
  for (const checks::Finding& finding : findings) {
    present.insert(finding.fingerprint);
    ++(baseline.contains(finding.fingerprint) ? counts.known : counts.added);
  }
  for (const auto& [fingerprint, entry] : baseline) {
    if (present.contains(fingerprint)) {
      continue;
    }
    Absence why = absence(entry);
    ++(why == Absence::kFixed ? counts.fixed : why == Absence::kStale ? counts.stale : counts.unjudged);
  }
  return counts;
}

std::string write_baseline(const Baseline& baseline) {
  std::vector<BaselineEntry> entries;
  for (const auto& [fingerprint, entry] : baseline) {
    entries.push_back(entry);
  }
  return formats::baseline_text(std::move(entries));
}

} // namespace paraudit::tool
