// Writes a file whole or not at all: to a temporary beside it, then renamed over it. A path that exists and is no
// regular file (a device, a pipe) is written directly.
//
// Thread-safety: none. Errors: OutputError with the path and the system's reason; the temporary is removed.
#ifndef PARAUDIT_REPORTS_TOOL_OUTPUT_FILE_H
#define PARAUDIT_REPORTS_TOOL_OUTPUT_FILE_H

#include <stdexcept>
#include <string>

namespace paraudit::reports {

class OutputError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

void write_whole_file(const std::string& path, const std::string& bytes);

} // namespace paraudit::reports

#endif
