// Lock functions that end in none of our interposers: of the table (user_locks.def), of the rows of `Calls` in the
// .paraudit.yaml that PARAUDIT_LOCKS names (paraudit-clang --locks=FILE; effects acquire, acquire-shared, try-acquire,
// try-acquire-shared, release, release-shared), and those that bear [[clang::annotate("paraudit.acquire")]] and the
// like.
//
// Plain data after construction. A row's name matches a function by its first and its last two components, so that
// inline namespaces and template arguments need not be written.
#ifndef PARAUDIT_INSTRUMENT_PASSES_USER_LOCKS_H
#define PARAUDIT_INSTRUMENT_PASSES_USER_LOCKS_H

#include "instrument/wrappers/wrapper_names.h"

#include <llvm/ADT/DenseMap.h>
#include <llvm/ADT/StringMap.h>
#include <llvm/IR/Module.h>
#include <llvm/Support/Error.h>
#include <optional>
#include <string>
#include <vector>

namespace paraudit::instrument {

struct UserLock {
  bool acquires = true; ///< else it releases
  unsigned mode = 0;    ///< paraudit_mode
  unsigned argument = 0;
};

class UserLocks {
 public:
  /// The table alone.
  UserLocks();
  /// Adds the rows of a configuration. The error names file and line.
  llvm::Error read(llvm::StringRef path);
  /// Adds this module's annotated functions.
  void add_annotated(const llvm::Module& module);

  std::optional<UserLock> find(const llvm::Function& function, const FunctionName& name) const;

 private:
  struct Row {
    std::string first; ///< component of the name
    UserLock lock;
  };
  /// False: the effect is none of a lock's.
  bool add_row(llvm::StringRef name, llvm::StringRef effect, unsigned argument);

  llvm::StringMap<std::vector<Row>> rows_; ///< by the last two components
  llvm::DenseMap<const llvm::Function*, UserLock> annotated_;
};

} // namespace paraudit::instrument
#endif
