// One look over a function's body before its events are made: which object each construction initialises, which
// locals never change what they refer to, which lambdas and static locals it has.
//
// Private to checker/analysis. Thread-safety: a value, made once per body. Cost: one walk, lambda bodies included.
#ifndef PARAUDIT_CHECKER_ANALYSIS_PRESCAN_H
#define PARAUDIT_CHECKER_ANALYSIS_PRESCAN_H

#include "checker/analysis/clang_headers.h"
#include "checker/analysis/price.h"
#include "checker/facts/facts.h"

#include <utility>
#include <vector>

namespace paraudit::analysis {

// What an expression of class type initialises.
struct Target {
  enum class Kind { kVariable, kReturn, kField, kBase } kind = Kind::kVariable;
  const clang::VarDecl* variable = nullptr;
  const clang::FieldDecl* field = nullptr;
};

struct Prescan {
  llvm::DenseMap<const clang::Expr*, Target> targets; // by the innermost construction or call, see construction_of()
  llvm::DenseSet<const clang::VarDecl*> reassigned;   // pointers and flags that change after their initialisation
  llvm::DenseSet<const clang::VarDecl*> left_behind;  // pointers whose one source changes: `old = head; head = next`
  llvm::DenseMap<const clang::VarDecl*, llvm::SmallVector<const clang::Expr*, 2>> assigned; // values of locals
  llvm::DenseSet<const clang::InitListExpr*> inner_lists;                                   // in the braces of others
  llvm::DenseSet<const clang::Expr*> callees;                                               // names of called functions
  llvm::DenseSet<const clang::VarDecl*> captured_by_reference;
  llvm::DenseSet<const clang::VarDecl*> returned;                   // local pointers, as they are
  llvm::DenseMap<const clang::VarDecl*, unsigned> locals;           // ordinals
  llvm::DenseMap<const clang::VarDecl*, const clang::Expr*> ranges; // loop variables of range-based for
  llvm::DenseMap<const clang::Expr*, facts::ValueUse> uses;         // of the value that a counter had
  bool has_loops = false;
  bool names_functions = false;                  // other than to call them
  Price price;                                   // see facts::FunctionFacts::cost
  std::vector<const clang::LambdaExpr*> lambdas; // direct ones, in source order
  std::vector<const clang::VarDecl*> static_locals;

  void scan(const clang::Stmt* body);
  void scan(const clang::CXXConstructorDecl* constructor);
  // Marks reassignments only: what a lambda does to the variables of the function around it.
  void scan_reassignments(const clang::Stmt* body);
  unsigned local(const clang::VarDecl* variable);
  // Whether a pointer, whatever else leads to its object, leads there by itself alone.
  bool is_bound(const clang::VarDecl* pointer) const {
    return reassigned.contains(pointer) || left_behind.contains(pointer);
  }

 private:
  void visit(const clang::Stmt* statement);
  void visit_return(const clang::Expr* value);
  void visit_declaration(const clang::DeclStmt* statement);
  void visit_lambda(const clang::LambdaExpr* lambda);
  void note_reassignment(const clang::Stmt* statement);
  void note_operator_assignment(const clang::Stmt* statement);
  void note_counter(const clang::Expr* expression);
  void finish_uses();
  void find_left_behind();

  std::vector<const clang::Stmt*> ancestors_;
  llvm::DenseSet<const clang::ValueDecl*> assigned_members_;
  llvm::DenseMap<const clang::VarDecl*, const clang::Expr*> drawn_; // variables that keep what a counter had
  llvm::DenseSet<const clang::VarDecl*> tested_;                    // ... and are compared or index something
  std::uint32_t rate_ = Price::kAlways;

  void initialise(const clang::Expr* initializer, Target target);
};

// Through parentheses, clean-ups, temporaries and elided copies to the expression that makes the object.
const clang::Expr* construction_of(const clang::Expr* expression);

// Which value the braces of an aggregate give to which of its members; default initialisers included.
std::vector<std::pair<const clang::FieldDecl*, const clang::Expr*>> members_given(const clang::InitListExpr* list);

} // namespace paraudit::analysis

#endif
