// The units to check: from compile_commands.json, or from `FILE... -- FLAGS`.
//
// Thread-safety: free functions without state. Errors: messages that name the file, the line where there is one, and
// what to do. Output is sorted by file and free of duplicates.
#ifndef PARAUDIT_CHECKER_TOOL_COMPILE_DATABASE_H
#define PARAUDIT_CHECKER_TOOL_COMPILE_DATABASE_H

#include "checker/analysis/extract.h"
#include "checker/facts/result.h"
#include "checker/tool/options.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace paraudit::tool {

using Commands = std::vector<analysis::CompileCommand>;

using LeftOut = std::map<std::string, uint64_t>; // entries that are no units to check, by reason

// The commands that the options select; never empty. Entries in languages that the checker does not read are left out.
facts::Result<Commands> load_commands(const Options& options, LeftOut& left_out);

// A command line as a POSIX shell splits it: quotes and backslashes, no expansion.
std::vector<std::string> split_command(std::string_view command);

// Absolute and lexically normal, relative to `directory`.
std::string absolute_path(const std::string& path, const std::string& directory);

} // namespace paraudit::tool

#endif
