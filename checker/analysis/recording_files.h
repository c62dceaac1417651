// A file system that remembers what was asked of it: files read, paths that were not there, directories listed. As long
// as none of these change, nothing that was made of them does.
//
// Private to checker/analysis. Thread-safety: none. Cost: one set entry a path. Paths are absolute, as they were asked.
#ifndef PARAUDIT_CHECKER_ANALYSIS_RECORDING_FILES_H
#define PARAUDIT_CHECKER_ANALYSIS_RECORDING_FILES_H

#include "checker/analysis/extract.h"

#include <llvm/ADT/StringSet.h>
#include <llvm/Support/VirtualFileSystem.h>

namespace paraudit::analysis {

class RecordingFiles : public llvm::vfs::ProxyFileSystem {
 public:
  using ProxyFileSystem::ProxyFileSystem;

  llvm::ErrorOr<llvm::vfs::Status> status(const llvm::Twine& path) override;
  llvm::ErrorOr<std::unique_ptr<llvm::vfs::File>> openFileForRead(const llvm::Twine& path) override;
  llvm::vfs::directory_iterator dir_begin(const llvm::Twine& path, std::error_code& error) override;
  bool exists(const llvm::Twine& path) override;

  Inputs inputs() const; // sorted

 private:
  std::string absolute(const llvm::Twine& path) const;

  llvm::StringSet<> read_, absent_, listed_;
};

} // namespace paraudit::analysis

#endif
