#include "minicompiler/hir/visit.h"

namespace minirc::hir {

void Visitor::block(const Block* b) {
  for (const Stmt& s : b->stmts) {
    maybe(s.expr);
    if (s.pat)
      pat(s.pat);
  }
  maybe(b->tail);
}

void Visitor::children(const Expr* e) {
  if (!operators(e) && !aggregates(e))
    control(e);
}

bool Visitor::operators(const Expr* e) {
  switch (e->kind) {
  case ExprKind::kUnary:
    expr(e->cast<UnaryExpr>()->operand);
    return true;
  case ExprKind::kBinary:
    expr(e->cast<BinaryExpr>()->lhs);
    expr(e->cast<BinaryExpr>()->rhs);
    return true;
  case ExprKind::kAssign:
    expr(e->cast<AssignExpr>()->rhs);
    expr(e->cast<AssignExpr>()->lhs);
    return true;
  case ExprKind::kAssignOp:
    expr(e->cast<AssignOpExpr>()->rhs);
    expr(e->cast<AssignOpExpr>()->lhs);
    return true;
  case ExprKind::kCast:
    expr(e->cast<CastExpr>()->operand);
    return true;
  case ExprKind::kAddrOf:
    expr(e->cast<AddrOfExpr>()->operand);
    return true;
  default:
    return false;
  }
}

bool Visitor::aggregates(const Expr* e) {
  switch (e->kind) {
  case ExprKind::kField:
    expr(e->cast<FieldExpr>()->base);
    return true;
  case ExprKind::kIndex:
    expr(e->cast<IndexExpr>()->base);
    expr(e->cast<IndexExpr>()->index);
    return true;
  case ExprKind::kCall:
    expr(e->cast<CallExpr>()->callee);
    all(e->cast<CallExpr>()->args);
    return true;
  case ExprKind::kMethodCall:
    expr(e->cast<MethodCallExpr>()->receiver);
    all(e->cast<MethodCallExpr>()->args);
    return true;
  case ExprKind::kStructLit:
    for (const FieldInit& field : e->cast<StructLitExpr>()->fields)
      expr(field.value);
    maybe(e->cast<StructLitExpr>()->base);
    return true;
  case ExprKind::kTuple:
    all(e->cast<TupleExpr>()->elements);
    return true;
  case ExprKind::kArray:
    all(e->cast<ArrayExpr>()->elements);
    return true;
  case ExprKind::kRepeat:
    expr(e->cast<RepeatExpr>()->value);
    return true;
  case ExprKind::kRange:
    maybe(e->cast<RangeExpr>()->lo);
    maybe(e->cast<RangeExpr>()->hi);
    return true;
  default:
    return false;
  }
}

void Visitor::control(const Expr* e) {
  switch (e->kind) {
  case ExprKind::kBlock:
    return block(e->cast<BlockExpr>()->block);
  case ExprKind::kIf:
    expr(e->cast<IfExpr>()->condition);
    expr(e->cast<IfExpr>()->then_expr);
    return maybe(e->cast<IfExpr>()->else_expr);
  case ExprKind::kLoop:
    return block(e->cast<LoopExpr>()->body);
  case ExprKind::kFor: {
    auto* loop = e->cast<ForExpr>();
    for (const Expr* part : {loop->lo, loop->hi, loop->sequence, loop->step})
      maybe(part);
    pat(loop->pat);
    return block(loop->body);
  }
  case ExprKind::kMatch:
    expr(e->cast<MatchExpr>()->scrutinee);
    for (const MatchArm& arm : e->cast<MatchExpr>()->arms) {
      pat(arm.pat);
      maybe(arm.guard);
      expr(arm.body);
    }
    return;
  case ExprKind::kBreak:
    return maybe(e->cast<BreakExpr>()->value);
  case ExprKind::kReturn:
    return maybe(e->cast<ReturnExpr>()->value);
  case ExprKind::kFormat:
    return all(e->cast<FormatExpr>()->args);
  case ExprKind::kPanic:
    return all(e->cast<PanicExpr>()->args);
  case ExprKind::kAssertCmp:
    expr(e->cast<AssertCmpExpr>()->lhs);
    expr(e->cast<AssertCmpExpr>()->rhs);
    return all(e->cast<AssertCmpExpr>()->args);
  default:
    return;
  }
}

} // namespace minirc::hir
