// Profiles of waiting for the tools that draw them.
//
//   pprof       profile.proto, gzipped; values: contentions, wait_delay (by waiter), caused_delay (by holder)
//   speedscope  two profiles, by waiter and by holder
//   folded      `lock;who;where nanoseconds`, by waiter
//
// Thread-safety: pure. Output depends on the report alone. Bytes that are no UTF-8 become U+FFFD.
// Sources: google/pprof's profile.proto; speedscope's file-format-schema.json.
#ifndef PARAUDIT_REPORTS_EXPORT_PROFILES_H
#define PARAUDIT_REPORTS_EXPORT_PROFILES_H

#include <string>

#include "reports/analysis/report.h"

namespace paraudit::reports {

std::string to_pprof(const Report& report);
std::string to_speedscope(const Report& report);
std::string to_folded(const Report& report);

} // namespace paraudit::reports

#endif
