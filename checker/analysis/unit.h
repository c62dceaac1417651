// What extraction of one unit shares: the AST, the facts being made, and the helpers that name and intern.
//
// Private to checker/analysis. Thread-safety: one per unit, on one thread.
#ifndef PARAUDIT_CHECKER_ANALYSIS_UNIT_H
#define PARAUDIT_CHECKER_ANALYSIS_UNIT_H

#include "checker/analysis/library.h"
#include "checker/analysis/locations.h"
#include "checker/analysis/names.h"
#include "checker/analysis/types.h"
#include "checker/domain/interner.h"

#include <map>
#include <set>
#include <string>

namespace paraudit::analysis {

struct Unit {
  Unit(clang::ASTContext& ast, facts::TuFacts& out, const std::string& directory, const models::Models& known,
       const clang::HeaderSearch& headers)
      : context(ast), facts(out), models(known), interner(out.paths, out.locksets),
        locations(ast, out.files, directory, headers), names(ast, locations), types(ast, names, known),
        library(locations, names, types) {
    out.main_file = locations.main_file();
  }

  void skip(const std::string& reason) { ++skipped[reason]; }
  facts::PathId global(const clang::VarDecl* variable) {
    return interner.path({facts::RootKind::kGlobal, 0, names.symbol(variable), {}});
  }

  // An object of exactly this class is made here, and with it those it contains.
  void mark_instantiated(clang::QualType type) {
    const clang::CXXRecordDecl* record = record_of(type);
    if (!record || !record->hasDefinition() || !marked.insert(record->getCanonicalDecl()).second)
      return;
    instantiated_classes.insert(names.canonical(record));
    for (const clang::FieldDecl* field : record->getDefinition()->fields())
      mark_instantiated(field->getType());
  }

  clang::ASTContext& context;
  facts::TuFacts& facts;
  const models::Models& models;
  domain::Interner interner;
  Locations locations;
  Names names;
  Types types;
  Library library;
  std::map<facts::Selection, facts::SelectionId> selection_ids;
  std::map<std::string, std::uint64_t> skipped;
  std::set<std::string> address_taken;
  std::set<std::string> recursive_locks;                         // by symbol: made so by an attribute
  llvm::DenseSet<const clang::CXXRecordDecl*> recursive_classes; // whose constructors make the lock inside so
  std::set<std::string> instantiated_classes;
  llvm::DenseSet<const clang::CXXRecordDecl*> marked;
  llvm::DenseSet<const clang::VarDecl*> reassigned_globals;     // in some body of the unit
  llvm::DenseSet<const clang::FieldDecl*> fields_with_own_lock; // pointers that are given a new lock
  std::set<std::string> wrapped_fields;                         // canonical names of the locks inside wrapper classes
};

} // namespace paraudit::analysis

#endif
