// Loads recorded processes: a trace directory (`<executable>-<pid>/` with the files `process` and `thread-*`), or a
// directory that holds several of them.
//
// Errors: InputError (see input_error.h) that says what was expected there and what to do; also for a run that is in
// the set already, by whatever path or as a copy. Traces of processes that died before their first record are left out
// of the result and counted in `empty`.
#ifndef PARAUDIT_REPORTS_READER_TRACE_READER_H
#define PARAUDIT_REPORTS_READER_TRACE_READER_H

#include <string>
#include <vector>

#include "reports/reader/trace.h"

namespace paraudit::reports {

struct TraceSet {
  std::vector<ProcessTrace> processes; // in start order
  std::vector<std::string> empty;      // directories without a single record
};

// Reads `directory` and adds what it finds to `set`.
void read_traces(const std::string& directory, TraceSet& set);

} // namespace paraudit::reports

#endif
