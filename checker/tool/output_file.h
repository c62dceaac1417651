// Writes a complete output, or nothing: a file appears under its name only once all of it is on disk.
// Thread-safety: safe for different paths.
#ifndef PARAUDIT_CHECKER_TOOL_OUTPUT_FILE_H
#define PARAUDIT_CHECKER_TOOL_OUTPUT_FILE_H

#include <string>

namespace paraudit::tool {

// An empty path means standard output. Returns "" or what went wrong and what to do.
std::string write_output(const std::string& path, const std::string& text);

} // namespace paraudit::tool

#endif
