// Writing an output file so that nobody ever sees half of it: into a temporary file beside it, then rename.
// Safe from any thread for different paths. On failure nothing is left behind and the old file is as it was.
// Limits: a path that exists and is no regular file (/dev/null, a pipe) is written in place. Errors: the returned text
// names the file and the reason; empty on success.
#ifndef PARAUDIT_MINICOMPILER_CODEGEN_WRITE_FILE_H
#define PARAUDIT_MINICOMPILER_CODEGEN_WRITE_FILE_H

#include <string>
#include <string_view>

namespace minirc::codegen {

std::string write_file(const std::string& path, std::string_view bytes, bool executable);

} // namespace minirc::codegen

#endif
