// The file `process` of a trace directory: header page and log of variable-length records.
//
// Errors: InputError with the file's offset for bad magic, a wrong version, lengths that do not fit, a record whose
// check word does not match. Space that was reserved and never completed (the process was killed there) is counted.
#ifndef PARAUDIT_REPORTS_READER_PROCESS_FILE_H
#define PARAUDIT_REPORTS_READER_PROCESS_FILE_H

#include <string>

#include "reports/reader/trace.h"

namespace paraudit::reports {

// Fills everything of a ProcessTrace but `threads` and `directory`. Returns false when the process died before it had
// written its header.
bool read_process_file(const std::string& path, ProcessTrace& trace);

} // namespace paraudit::reports

#endif
