// What `paraudit-clang --watch=findings.json` watches: the shared state of the checker's findings whose safety is in
// doubt. State that needs no watching (constant, atomic, a lock, one for each thread) is left out.
//
// Plain data after construction. Cost: one parse of the file.
#ifndef PARAUDIT_INSTRUMENT_PASSES_WATCH_LIST_H
#define PARAUDIT_INSTRUMENT_PASSES_WATCH_LIST_H

#include <llvm/ADT/StringMap.h>
#include <llvm/ADT/StringRef.h>
#include <llvm/Support/Error.h>
#include <string>
#include <utility>
#include <vector>

namespace paraudit::instrument {

enum class ListedAccess { None, Read, Write };

struct ListedState {
  std::string id, symbol, file, type;
  bool is_field = false;
};

class WatchList {
 public:
  /// An error names the file and what is wrong with it.
  static llvm::Expected<WatchList> read(llvm::StringRef path);

  const std::vector<ListedState>& states() const { return states_; }
  /// The states that the checker saw accessed on this line; `path` as the debug information has it.
  llvm::SmallVector<size_t, 2> accessed_at(llvm::StringRef path, unsigned line) const;
  /// What it saw there, the worst of the line.
  ListedAccess access_at(size_t state, llvm::StringRef path, unsigned line) const;
  /// How many were left out.
  unsigned safe() const { return safe_; }

 private:
  struct Accessor {
    size_t state;
    std::string file;
    ListedAccess access;
  };
  std::vector<ListedState> states_;
  llvm::StringMap<std::vector<Accessor>> accessors_; ///< by "file name:line"
  unsigned safe_ = 0;
};

/// Whether `path` is `file`, which may be relative to some folder above.
bool is_path_of(llvm::StringRef path, llvm::StringRef file);

} // namespace paraudit::instrument
#endif
