// What the arguments of an entry of a compilation database mean before the front end sees them.
//
// Thread-safety: free functions without state. Errors: none; a response file that cannot be read stays an argument, and
// the front end complains of it.
#ifndef PARAUDIT_CHECKER_TOOL_ENTRY_ARGUMENTS_H
#define PARAUDIT_CHECKER_TOOL_ENTRY_ARGUMENTS_H

#include "checker/analysis/extract.h"

#include <string>
#include <vector>

namespace paraudit::tool {

// With each `@file` replaced by the words in the file, which may name others; paths are relative to `directory`.
std::vector<std::string> with_response_files(std::vector<std::string> arguments, const std::string& directory);

// "assembler", "Fortran", ... where the unit is in a language that the checker does not read; else "".
std::string foreign_language(const analysis::CompileCommand& command);

} // namespace paraudit::tool

#endif
