// What instantiated library code does with what the program hands to it: whether it calls a callable or keeps it,
// whether it starts a thread or makes an object of the program's from forwarded arguments, whether it writes what a
// pointer or reference leads to. Told from the bodies that Clang has instantiated, all that they call in the library
// included.
//
// Private to checker/analysis. Thread-safety: as Unit. Cost: one walk over each library function met, one search over
// what it calls for each function asked about; both are kept. Limits: calls by type, not by value: code that calls one
// function of a type is taken to call every argument of that type; what library code does through tables of functions
// or virtual methods is not seen; where there is no body, a function's prototype tells what it writes.
#ifndef PARAUDIT_CHECKER_ANALYSIS_LIBRARY_H
#define PARAUDIT_CHECKER_ANALYSIS_LIBRARY_H

#include "checker/analysis/clang_headers.h"
#include "checker/analysis/locations.h"
#include "checker/analysis/names.h"
#include "checker/analysis/types.h"

#include <memory>
#include <vector>

namespace paraudit::analysis {

class Library {
 public:
  Library(Locations& locations, Names& names, Types& types) : locations_(locations), names_(names), types_(types) {}

  // An object made from forwarded arguments: how many, its default arguments left out.
  struct Made {
    const clang::CXXConstructorDecl* constructor = nullptr;
    unsigned arguments = 0;
    bool operator==(const Made&) const = default;
  };

  bool is_library(const clang::FunctionDecl* function) const;
  bool has_body(const clang::FunctionDecl* function) const;
  bool only_reads(const clang::FunctionDecl* function) const; // as its attributes promise
  // The questions about functions with a body.
  bool calls(const clang::FunctionDecl* function, clang::QualType callable);
  bool writes(const clang::FunctionDecl* function, clang::QualType object);
  const clang::CXXRecordDecl* thread_started(const clang::FunctionDecl* function); // its class
  Made
  object_made(const clang::FunctionDecl* function); // by the one constructor of the program's; none or several: empty
  const std::vector<const clang::CXXRecordDecl*>& classes_made(const clang::FunctionDecl* function);

 private:
  struct Use {
    std::vector<const clang::FunctionDecl*> callees; // library functions with a body
    llvm::DenseSet<const clang::Type*> called;       // records whose call operator runs; function types
    llvm::DenseSet<const clang::Type*> written;
    const clang::CXXRecordDecl* thread = nullptr;
    std::vector<Made> made;
    std::vector<const clang::CXXRecordDecl*> classes; // the program's, of which it makes objects
  };

  const Use& own(const clang::FunctionDecl* function);
  const Use& whole(const clang::FunctionDecl* function);
  void visit(const clang::Stmt* statement, Use& use);
  void visit_call(const clang::CallExpr* call, Use& use);
  void visit_construct(const clang::CXXConstructExpr* construct, Use& use);
  void add_callee(const clang::FunctionDecl* callee, Use& use);
  void note_prototype(const clang::CallExpr* call, const clang::FunctionDecl* callee, Use& use);
  void note_written(const clang::Expr* target, Use& use);
  bool reads_only(const clang::CXXMethodDecl* method);

  Locations& locations_;
  Names& names_;
  Types& types_;
  llvm::DenseMap<const clang::FunctionDecl*, std::unique_ptr<Use>> own_;
  llvm::DenseMap<const clang::FunctionDecl*, std::unique_ptr<Use>> whole_;
};

} // namespace paraudit::analysis

#endif
