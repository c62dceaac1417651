// Source positions with every column that tools record for them (see facts::Location).
//
// Private to checker/analysis. Thread-safety: one per unit. The rules were found by experiment with Clang 19 and
// GCC 12 (locations_test.cpp repeats it): for a call, Clang's source_location is the expression's begin and its
// debug location the member's name; for a constructor both are the variable's name; in a macro, source_location is the
// end of the outermost expansion and the debug location its begin; GCC records the opening parenthesis of a call, the
// closing one of an initialiser, and the begin of a macro's expansion.
#ifndef PARAUDIT_CHECKER_ANALYSIS_LOCATIONS_H
#define PARAUDIT_CHECKER_ANALYSIS_LOCATIONS_H

#include "checker/analysis/clang_headers.h"
#include "checker/facts/facts.h"

#include <clang/Lex/HeaderSearch.h>

#include <string>
#include <unordered_map>

namespace paraudit::analysis {

class Locations {
 public:
  Locations(clang::ASTContext& context, std::vector<facts::File>& files, std::string directory,
            const clang::HeaderSearch& headers);

  facts::Location at(clang::SourceLocation location);
  facts::Location at(const clang::Expr* expression); // calls and constructions get every column
  bool in_system_header(clang::SourceLocation location) const;
  std::string main_file() const; // canonical
  // The canonical path of the header that the location is in; "" in the main file, and in files that are made to be
  // included more than once: what they declare is another thing in each unit.
  std::string header(clang::SourceLocation location) const;
  unsigned line(clang::SourceLocation location) const;

 private:
  facts::FileId file(clang::SourceLocation expansion, const clang::PresumedLoc& presumed);
  std::string canonical(clang::SourceLocation expansion, llvm::StringRef raw) const;
  unsigned column(clang::SourceLocation location) const;
  clang::SourceLocation gcc_location(const clang::Expr* expression) const;

  clang::ASTContext& context_;
  const clang::SourceManager& sources_;
  std::vector<facts::File>& files_;
  std::string directory_;
  const clang::HeaderSearch& headers_;
  std::unordered_map<std::string, facts::FileId> ids_;
};

} // namespace paraudit::analysis

#endif
