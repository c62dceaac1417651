// Static paraudit_site records in a module: one per debug location, function and lock name.
//
// Adds private globals to the module; not thread-safe, as a module is not. The layout is runtime/abi/hooks.h's.
#ifndef PARAUDIT_INSTRUMENT_PASSES_SITE_RECORD_H
#define PARAUDIT_INSTRUMENT_PASSES_SITE_RECORD_H

#include <llvm/ADT/StringMap.h>
#include <llvm/ADT/StringRef.h>
#include <llvm/IR/DebugInfoMetadata.h>
#include <llvm/IR/Module.h>
#include <map>
#include <string>
#include <utility>

namespace paraudit::instrument {

class SiteRecords {
 public:
  explicit SiteRecords(llvm::Module& module);

  /// The record of a location in the function of this linker name, with those of the calls it was inlined into.
  /// `lock_name` may be empty.
  llvm::Constant* record(const llvm::DILocation& location, llvm::StringRef function, llvm::StringRef lock_name);
  /// A terminated string; null for the empty one.
  llvm::Constant* text(llvm::StringRef value);

 private:
  llvm::Module& module_;
  llvm::StructType* type_;
  llvm::StringMap<llvm::Constant*> texts_;
  std::map<std::pair<const llvm::DILocation*, std::string>, llvm::Constant*> records_;
};

/// `ns::Class::function`, without parameters; a C function's name as it is.
std::string qualified_name(llvm::StringRef linkage_name);
/// Absolute where the debug information tells the directory: traces outlive the compiler's working directory.
std::string source_path(const llvm::DIFile& file);

} // namespace paraudit::instrument
#endif
