// How a compile command becomes a run of the front end: its file system and its arguments.
//
// Private to checker/analysis. Thread-safety: free functions without state.
#ifndef PARAUDIT_CHECKER_ANALYSIS_INVOCATION_H
#define PARAUDIT_CHECKER_ANALYSIS_INVOCATION_H

#include "checker/analysis/extract.h"

#include <llvm/Support/VirtualFileSystem.h>

#include <string>
#include <vector>

namespace paraudit::analysis {

// A file of redirections over another file system; null where it cannot be read.
llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> read_overlay(const std::string& path,
                                                             llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> under);
// Its working directory is the unit's, not the process's.
llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> file_system(const CompileCommand& command,
                                                            const ExtractOptions& options);
std::vector<std::string> full_arguments(const CompileCommand& command, const ExtractOptions& options);
std::string flags_hash(const std::vector<std::string>& arguments);

// The argument that names the unit's file; arguments.size() where none does.
std::size_t file_argument(const CompileCommand& command, const std::vector<std::string>& arguments);

} // namespace paraudit::analysis

#endif
