// The canonical name of the lock that a pointer points at, where the IR tells: `ns::variable`,
// `file.cpp::static_variable`, `ns::Class::field`. Fields need the type's debug information (-g, not only line tables).
//
// Read-only. Cost: one walk over the module's debug information, on construction, only where it describes types.
#ifndef PARAUDIT_INSTRUMENT_PASSES_LOCK_NAME_H
#define PARAUDIT_INSTRUMENT_PASSES_LOCK_NAME_H

#include <llvm/ADT/SmallVector.h>
#include <llvm/ADT/StringMap.h>
#include <llvm/ADT/StringRef.h>
#include <llvm/IR/DebugInfoMetadata.h>
#include <llvm/IR/Module.h>
#include <string>

namespace paraudit::instrument {

class LockNames {
 public:
  explicit LockNames(const llvm::Module& module);

  /// Empty where nothing is known.
  std::string of(const llvm::Value& lock) const;

 private:
  std::string field_name(const llvm::Value& address) const;
  std::string member_at(const llvm::StructType& type, uint64_t offset) const;

  const llvm::Module& module_;
  const llvm::DICompositeType* described(const llvm::StructType& type) const;

  /// By qualified name without template arguments, as the IR names types: all instantiations of a template share one
  /// entry.
  llvm::StringMap<llvm::SmallVector<const llvm::DICompositeType*, 1>> types_;
};

/// `class.ns::Type` and `struct.ns::Type.12` are both ns::Type. Template arguments are not part of it.
llvm::StringRef source_name(const llvm::StructType& type);

} // namespace paraudit::instrument
#endif
