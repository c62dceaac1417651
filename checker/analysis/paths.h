// Access paths and callables of the expressions in one function body.
//
// Private to checker/analysis. Thread-safety: as Unit. Cost: the depth of the expression; nothing is kept per
// expression but the events of calls, whose results are paths of their own.
#ifndef PARAUDIT_CHECKER_ANALYSIS_PATHS_H
#define PARAUDIT_CHECKER_ANALYSIS_PATHS_H

#include "checker/analysis/captures.h"
#include "checker/analysis/prescan.h"
#include "checker/analysis/unit.h"

#include <optional>

namespace paraudit::analysis {

// The function being translated.
struct Body {
  const clang::FunctionDecl* function = nullptr; // none: initialisers of globals
  const clang::LambdaExpr* lambda = nullptr;
  std::vector<CarriedCapture> captures;        // ... its
  const clang::VarDecl* initialised = nullptr; // whose initialiser it is
  Prescan scan;
  llvm::DenseMap<const clang::Expr*, facts::EventId> event_of;
  llvm::DenseMap<const clang::Expr*, facts::EventId> draws;    // counters that are counted up, and whose value is kept
  llvm::DenseMap<const clang::Expr*, facts::PathId> result_of; // calls that return a part of an argument
  llvm::DenseMap<const clang::Expr*, unsigned> temporaries;
  llvm::DenseMap<const clang::Expr*, std::string> named; // functions and lambdas as values, by where they are named
  llvm::DenseSet<const clang::Expr*> followed;           // ... of which an event tells where they go
};

class Paths {
 public:
  Paths(Unit& unit, Body& body) : unit_(unit), body_(body) {}

  // The object that an expression denotes (glvalue, or prvalue of class type); kNone where it is none.
  facts::PathId object(const clang::Expr* expression);
  // The object that a pointer value points to.
  facts::PathId pointee(const clang::Expr* expression);
  // Whichever the type asks for.
  facts::PathId referent(const clang::Expr* expression) {
    return expression->getType()->isAnyPointerType() ? pointee(expression) : object(expression);
  }
  // iterators.cpp: the element that an iterator stands on; the object that a view or an iterator looks into.
  facts::PathId element(const clang::Expr* iterator);
  facts::PathId viewed(const clang::Expr* value);
  facts::PathId variable(const clang::VarDecl* variable, bool captured);
  // What a construction or a call by value initialises.
  facts::PathId target(const clang::Expr* construction);
  facts::PathId this_path() { return unit_.interner.path({facts::RootKind::kThis, 0, "", {}}); }

  facts::Actual actual(const clang::Expr* argument, clang::QualType parameter);
  std::optional<facts::Callable> callable(const clang::Expr* expression);
  // The name of a function, lambda or place that callable() is about.
  const clang::Expr* named_callable(const clang::Expr* expression);
  facts::Callable lambda(const clang::LambdaExpr* expression);
  bool is_copied_functor(const clang::Expr* expression);
  void bind(facts::Callable& callable, llvm::ArrayRef<const clang::Expr*> arguments);
  // The lock an expression names: a wrapper's inner lock counts as the wrapper.
  facts::PathId lock(const clang::Expr* expression) { return collapse(referent(expression)); }
  facts::PathId collapse(facts::PathId path);
  // Where a called pointer or object is kept: the parameter itself where it came in as one.
  facts::PathId callable_path(const clang::Expr* expression);

 private:
  static const clang::Expr* range_of(const clang::Expr* expression);
  facts::PathId container(const clang::Expr* iterator, int hops);
  facts::PathId member(const clang::MemberExpr* expression);
  facts::PathId loaded(const clang::Expr* source);
  facts::PathId only_lock(const clang::VarDecl* variable);
  facts::PathId call_result(const clang::CallExpr* call);
  std::uint32_t capture_index(const clang::VarDecl* variable) const;
  bool denotes_pointee(const clang::VarDecl* variable) const;
  const clang::Expr* passed_on(const clang::Expr* expression);
  std::optional<facts::Callable> callable_value(const clang::Expr* expression);
  std::optional<facts::Callable> callable_object(const clang::Expr* expression);
  std::optional<facts::Callable> function_reference(const clang::ValueDecl* decl);
  facts::Callable stored(facts::CalleeKind kind, facts::PathId path, clang::QualType type);

  Unit& unit_;
  Body& body_;
};

bool is_iterator(clang::QualType type);                     // by its name: of the standard library, LLVM, Abseil
bool is_iterator_class(const clang::CXXRecordDecl* record); // by its members

// The call operator; of a generic lambda, its first instantiation.
const clang::FunctionDecl* call_operator_of(const clang::LambdaExpr* lambda);

inline bool is_function_pointer(clang::QualType type) {
  return type->isFunctionPointerType() || type->isMemberFunctionPointerType();
}

} // namespace paraudit::analysis

#endif
