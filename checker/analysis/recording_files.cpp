#include "checker/analysis/recording_files.h"

#include <algorithm>

namespace paraudit::analysis {

namespace {

std::vector<std::string> sorted(const llvm::StringSet<>& set) {
  std::vector<std::string> names;
  for (const auto& entry : set)
    names.push_back(entry.getKey().str());
  std::sort(names.begin(), names.end());
  return names;
}

} // namespace

std::string RecordingFiles::absolute(const llvm::Twine& path) const {
  llvm::SmallString<256> text;
  path.toVector(text);
  makeAbsolute(text);
  return text.str().str();
}

llvm::ErrorOr<llvm::vfs::Status> RecordingFiles::status(const llvm::Twine& path) {
  auto found = ProxyFileSystem::status(path);
  if (!found)
    absent_.insert(absolute(path));
  return found;
}

llvm::ErrorOr<std::unique_ptr<llvm::vfs::File>> RecordingFiles::openFileForRead(const llvm::Twine& path) {
  auto file = ProxyFileSystem::openFileForRead(path);
  (file ? read_ : absent_).insert(absolute(path));
  return file;
}

llvm::vfs::directory_iterator RecordingFiles::dir_begin(const llvm::Twine& path, std::error_code& error) {
  auto entries = ProxyFileSystem::dir_begin(path, error);
  (error ? absent_ : listed_).insert(absolute(path));
  return entries;
}

bool RecordingFiles::exists(const llvm::Twine& path) {
  const bool there = ProxyFileSystem::exists(path);
  if (!there)
    absent_.insert(absolute(path));
  return there;
}

Inputs RecordingFiles::inputs() const {
  return {sorted(read_), sorted(absent_), sorted(listed_)};
}

} // namespace paraudit::analysis
