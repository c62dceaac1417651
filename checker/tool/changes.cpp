#include "checker/tool/changes.h"

#include <llvm/ADT/SmallString.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Support/Program.h>

#include <optional>
#include <vector>

namespace paraudit::tool {
namespace {

using facts::Error;
using facts::Result;

// A file that is there as long as this object is.
class TemporaryFile {
 public:
  TemporaryFile() { failed_ = static_cast<bool>(llvm::sys::fs::createTemporaryFile("paraudit", "git", path_)); }
  ~TemporaryFile() { llvm::sys::fs::remove(path_); }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  bool failed() const { return failed_; }
  llvm::StringRef path() const { return path_; }
  std::string text() const {
    auto buffer = llvm::MemoryBuffer::getFile(path_, false, false);
    return buffer ? (*buffer)->getBuffer().str() : std::string();
  }

 private:
  llvm::SmallString<128> path_;
  bool failed_ = false;
};

Result<std::string> git(const std::string& directory, const std::vector<std::string>& arguments) {
  auto program = llvm::sys::findProgramByName("git");
  TemporaryFile output, errors;
  if (!program || output.failed() || errors.failed()) {
    return Error{"--diff needs git and a temporary directory; install git, or check TMPDIR"};
  }
  std::vector<llvm::StringRef> words = {"git", "-C", directory};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::optional<llvm::StringRef> redirects[] = {llvm::StringRef(""), output.path(), errors.path()};
  if (llvm::sys::ExecuteAndWait(*program, words, std::nullopt, redirects) != 0) {
    std::string said = errors.text();
    return Error{said.substr(0, said.find('\n'))};
  }
  return output.text();
}

std::vector<std::string> split_at_zeros(const std::string& text) {
  std::vector<std::string> parts;
  for (size_t at = 0; at < text.size();) {
    size_t end = std::min(text.find('\0', at), text.size());
    parts.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

// `M path`, `A path`, `D path`, `R100 old new`, ... with zeros between.
Result<Changes> read_changes(const std::vector<std::string>& parts, const std::string& top,
                             const std::string& revision) {
  Changes changes;
  for (size_t i = 0; i + 1 < parts.size(); i += 2) {
    char status = parts[i].empty() ? ' ' : parts[i].front();
    const std::string& old_path = parts[i + 1];
    bool moves = status == 'R' || status == 'C';
    if (moves && i + 2 < parts.size()) {
      ++i;
    }
    std::string now = top + "/" + parts[i + 1];
    if (status == 'A') {
      changes.added.insert(now);
      continue;
    }
    Result<std::string> contents = git(top, {"show", revision + ":" + old_path});
    if (contents) {
      changes.before[now] = std::move(*contents); // a submodule has none
    }
  }
  return changes;
}

} // namespace

Result<Changes> changes_since(const std::string& revision, const std::string& directory) {
  Result<std::string> top = git(directory, {"rev-parse", "--show-toplevel"});
  if (!top) {
    return Error{"--diff: '" + directory + "' is in no git repository (" + top.error() + ")"};
  }
  std::string root = top->substr(0, top->find('\n'));
  Result<std::string> commit =
      git(root, {"rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}"});
  if (!commit) {
    return Error{"--diff: git knows no revision '" + revision + "'; fetch it, or name another"};
  }
  std::string base = commit->substr(0, commit->find('\n'));
  Result<std::string> listed = git(root, {"diff", "--name-status", "-z", "-M", base, "--"});
  Result<std::string> untracked = git(root, {"ls-files", "--others", "--exclude-standard", "-z"});
  if (!listed || !untracked) {
    return Error{"--diff: git failed: " + (listed ? untracked.error() : listed.error())};
  }
  Result<Changes> changes = read_changes(split_at_zeros(*listed), root, base);
  for (const std::string& path : split_at_zeros(*untracked)) {
    changes->added.insert(root + "/" + path);
  }
  return changes;
}

} // namespace paraudit::tool
