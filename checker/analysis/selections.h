// Which variables pick the element that an expression denotes: what tells `out[i]` of one task from that of another.
//
// A variable counts where different values of it pick different elements, as far as can be told: not under a remainder,
// division, shift or mask, or as an index of the index; of a call that leads to the element, its numbers. A distance
// that is added to a pointer, and the begin of an index that is stepped on, count with all that they are looked up by.
// Of a number, the variables that it is made of; `this` counts as one. Locals that are initialised from others stand
// for those too. An index that is a constant counts, and so does one that was drawn from an atomic counter
// (facts::kClaimedIndex), which gives each number once, and with a mark of its own the element beside that of a number
// which was given (facts::kNeighbourIndex); a bit of std::vector<bool> or std::bitset is no element of its own. Private
// to checker/analysis. Thread-safety: as Unit. Cost: the size of the expression.
#ifndef PARAUDIT_CHECKER_ANALYSIS_SELECTIONS_H
#define PARAUDIT_CHECKER_ANALYSIS_SELECTIONS_H

#include "checker/analysis/paths.h"

namespace paraudit::analysis {

class Selections {
 public:
  Selections(Unit& unit, Body& body, Paths& paths) : unit_(unit), body_(body), paths_(paths) {}

  // kNone where nothing picks.
  facts::SelectionId of(const clang::Expr* expression);
  facts::SelectionId element(const clang::Expr* object); // of what is accessed: a number's own value picks nothing
  facts::SelectionId of(const clang::VarDecl* captured, bool outer);

 private:
  void subscripts(const clang::Expr* expression, bool picks, facts::Selection& out, int depth);
  void through_variable(const clang::DeclRefExpr* reference, bool picks, facts::Selection& out, int depth);
  const clang::Expr* only_origin(const clang::VarDecl* variable) const;
  void offset(const clang::Stmt* tree, facts::Selection& out, int depth);
  bool root(const clang::VarDecl* variable, bool captured, facts::Selection& out);
  void through_call(const clang::CallExpr* call, facts::Selection& out, int depth);
  std::int64_t distance_of(const clang::Expr* index) const;
  void index(const clang::Expr* expression, clang::QualType container, facts::Selection& out);
  bool is_claimed(const clang::VarDecl* variable) const;
  void mark(std::string_view name, std::uint32_t value, facts::Selection& out);
  void mention(const clang::Expr* expression, facts::Selection& out, int depth);
  void mention(const clang::VarDecl* variable, bool captured, facts::Selection& out, int depth);
  facts::SelectionId intern(facts::Selection selection);

  Unit& unit_;
  Body& body_;
  Paths& paths_;
};

} // namespace paraudit::analysis

#endif
