// The recorded waits and holds in time, as Chrome's trace events (JSON): opens in Perfetto, speedscope,
// chrome://tracing.
//
// Events of one track must nest, and holds of one thread need not: waits are on their thread's track, holds on one
// track for each thread and lock. Thread-safety: const use of the traces. Cost: one pass over the records.
// Limits: the 200,000 longest events; how many were left out is said in the document.
// Source: "Trace Event Format", Google.
#ifndef PARAUDIT_REPORTS_EXPORT_TIMELINE_H
#define PARAUDIT_REPORTS_EXPORT_TIMELINE_H

#include <string>

#include "reports/reader/trace_reader.h"

namespace paraudit::reports {

std::string to_chrome_trace(const TraceSet& traces);

} // namespace paraudit::reports

#endif
