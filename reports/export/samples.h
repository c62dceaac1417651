// The cost of waiting as samples, which every profile format is made of.
//
// A sample is one cell of the blame matrix. Under the waiter's stack stands the time that it waited, under the holder's
// the time that it made others wait: both conventions exist (Go's block profile charges the waiter, its mutex profile
// the unlocker). Thread-safety: pure. Order: the report's.
#ifndef PARAUDIT_REPORTS_EXPORT_SAMPLES_H
#define PARAUDIT_REPORTS_EXPORT_SAMPLES_H

#include <string>
#include <vector>

#include "reports/analysis/report.h"

namespace paraudit::reports {

struct WaitSample {
  std::string lock;
  SourcePlace waiter, holder; // file empty: not recorded
  std::uint64_t count = 0;
  Ns wait = 0;
};

// Of locks and wait objects. What no holder is known of is one sample a lock.
std::vector<WaitSample> wait_samples(const Report& report);

// The function, else the place, else "(not recorded)".
std::string frame_name(const SourcePlace& place);

} // namespace paraudit::reports

#endif
