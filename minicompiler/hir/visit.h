// Walking HIR: calls a function for every direct sub-expression and pattern of an expression, in evaluation order.
// Passes build their recursion on it and handle only the kinds they care about. Pure; cost: one call per child.
#ifndef PARAUDIT_MINICOMPILER_HIR_VISIT_H
#define PARAUDIT_MINICOMPILER_HIR_VISIT_H

#include "minicompiler/hir/hir.h"

namespace minirc::hir {

class Visitor {
 public:
  virtual ~Visitor() = default;
  virtual void expr(const Expr* e) { children(e); }
  virtual void pat(const Pat*) {}

 protected:
  void children(const Expr* e);
  void block(const Block* b);

 private:
  void maybe(const Expr* e) {
    if (e)
      expr(e);
  }
  void all(List<const Expr*> list) {
    for (const Expr* e : list)
      expr(e);
  }
  bool operators(const Expr* e);
  bool aggregates(const Expr* e);
  void control(const Expr* e);
};

} // namespace minirc::hir

#endif
