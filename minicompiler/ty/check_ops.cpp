// Operators and assignment. All are built in: operator traits of user types are outside the subset, but derived
// comparisons are in.
#include "minicompiler/ty/check.h"

namespace minirc {

using hir::ExprKind;

namespace {

bool int_like(Ty t) {
  return t->is_int() || t->is_infer(InferKind::kInt);
}
bool float_like(Ty t) {
  return t->is_float() || t->is_infer(InferKind::kFloat);
}
bool numeric(Ty t) {
  return int_like(t) || float_like(t);
}
bool scalar(Ty t) {
  return numeric(t) || t->is(TyKind::kBool) || t->is(TyKind::kChar) || t->is(TyKind::kRawPtr) || t->is(TyKind::kFnPtr);
}

const char* verb(BinaryOp op) {
  switch (op) {
  case BinaryOp::kAdd:
    return "add";
  case BinaryOp::kSub:
    return "subtract";
  case BinaryOp::kMul:
    return "multiply";
  case BinaryOp::kDiv:
    return "divide";
  case BinaryOp::kRem:
    return "calculate the remainder of";
  default:
    return nullptr;
  }
}

std::string op_text(BinaryOp op) {
  return "`" + std::string(spelling(op)) + "`";
}

} // namespace

// &i32 as an operand of arithmetic: the standard library has the operators for references too.
Ty Checker::deref_operand(const hir::Expr* e, Ty type) {
  type = shallow(type);
  if (!type->is(TyKind::kRef))
    return type;
  Ty inner = shallow(type->inner);
  if (!numeric(inner) && !inner->is(TyKind::kBool))
    return type;
  adjust(e, AdjustKind::kDeref, inner);
  return inner;
}

bool Checker::operands_fit(BinaryOp op, Ty lhs, Ty rhs) {
  if (is_shift(op))
    return int_like(lhs) && int_like(rhs);
  if (is_bitwise(op) && lhs->is(TyKind::kBool) && rhs->is(TyKind::kBool))
    return true;
  bool ints = int_like(lhs) && int_like(rhs);
  bool floats = !is_bitwise(op) && float_like(lhs) && float_like(rhs);
  return ints || floats;
}

// Whether the left side has such an operator at all: otherwise rustc says E0369 instead of E0277.
bool Checker::has_operator(BinaryOp op, Ty lhs) {
  return int_like(lhs) || (float_like(lhs) && !is_shift(op) && !is_bitwise(op)) ||
         (lhs->is(TyKind::kBool) && is_bitwise(op));
}

void Checker::no_operator(const hir::BinaryExpr* e, Ty lhs, Ty rhs) {
  std::string l = "`" + show(lhs) + "`", r = "`" + show(rhs) + "`";
  const char* word = verb(e->op);
  if (has_operator(e->op, lhs)) {
    std::string message =
        word && e->op == BinaryOp::kSub   ? "cannot subtract " + r + " from " + l
        : word && e->op == BinaryOp::kAdd ? "cannot add " + r + " to " + l
        : word                            ? std::string("cannot ") + word + " " + l + " by " + r
               : "no implementation for `" + show(lhs) + " " + std::string(spelling(e->op)) + " " + show(rhs) + "`";
    return error(277, e->op_span, message,
                 "no implementation for `" + show(lhs) + " " + std::string(spelling(e->op)) + " " + show(rhs) + "`");
  }
  std::string message =
      e->op == BinaryOp::kAdd   ? "cannot add " + r + " to " + l
      : e->op == BinaryOp::kSub ? "cannot subtract " + r + " from " + l
      : word                    ? std::string("cannot ") + word + " " + l + " by " + r
             : "no implementation for `" + show(lhs) + " " + std::string(spelling(e->op)) + " " + show(rhs) + "`";
  Diagnostic d = make_error(Phase::kTypes, 369, e->op_span, message);
  emit(std::move(d.label(e->lhs->span, show(lhs)).label(e->rhs->span, show(rhs))));
}

Ty Checker::binary(const hir::BinaryExpr* e, Ty hint) {
  if (is_lazy(e->op)) {
    check_to(e->lhs, types_.boolean());
    bool before = diverges_;
    check_to(e->rhs, types_.boolean());
    diverges_ = before;
    return types_.boolean();
  }
  bool comparison = is_comparison(e->op);
  Ty lhs = shallow(check(e->lhs, comparison ? nullptr : hint));
  // A literal on the right takes the left side's type at once: `x + 1` needs no variable.
  Ty rhs_hint = is_shift(e->op) ? nullptr : lhs;
  Ty rhs = shallow(check(e->rhs, rhs_hint));
  if (comparison)
    return compare(e->op, e->op_span, e->span, e->lhs, e->rhs, lhs, rhs);
  return arithmetic(e, lhs, rhs);
}

Ty Checker::arithmetic(const hir::BinaryExpr* e, Ty lhs, Ty rhs) {
  if (lhs->is(TyKind::kNever) || rhs->is(TyKind::kNever))
    return types_.never();
  if (lhs->is_infer(InferKind::kAny)) {
    error(282, e->lhs->span, "type annotations needed", "cannot infer type");
    return types_.error();
  }
  lhs = deref_operand(e->lhs, lhs);
  rhs = deref_operand(e->rhs, rhs);
  if (lhs->has_error || rhs->has_error)
    return types_.error();
  if (rhs->is_infer(InferKind::kAny) && has_operator(e->op, lhs) && !is_shift(e->op))
    table_.unify(lhs, rhs), rhs = shallow(rhs);
  if (!operands_fit(e->op, lhs, rhs)) {
    no_operator(e, lhs, rhs);
    return types_.error();
  }
  if (is_shift(e->op) || table_.unify(lhs, rhs))
    return lhs;
  mismatch(e->rhs->span, lhs, rhs);
  no_operator(e, lhs, rhs);
  return lhs;
}

// Whether values of a type can be compared: == and != or the orderings.
bool Checker::comparable(BinaryOp op, Ty type) {
  bool equality = op == BinaryOp::kEq || op == BinaryOp::kNe;
  type = shallow(type);
  switch (type->kind) {
  case TyKind::kAdt:
    return (cx_.struct_def(type->def).derives & (equality ? kDerivePartialEq : kDerivePartialOrd)) != 0;
  case TyKind::kTuple:
    for (Ty element : type->elements)
      if (!comparable(op, element))
        return false;
    return true;
  case TyKind::kArray:
  case TyKind::kSlice:
  case TyKind::kRef:
    return comparable(op, type->inner);
  case TyKind::kFnDef:
  case TyKind::kRange:
    return false;
  default:
    return true;
  }
}

Ty Checker::compare(BinaryOp op, Span op_span, Span span, const hir::Expr* lhs, const hir::Expr* rhs, Ty lhs_type,
                    Ty rhs_type) {
  Ty a = shallow(lhs_type), b = shallow(rhs_type);
  if (a->has_error || b->has_error)
    return types_.boolean();
  if (a->is(TyKind::kNever) || b->is(TyKind::kNever))
    return types_.boolean();
  // &a == &b compares what they refer to.
  while (a->is(TyKind::kRef) && b->is(TyKind::kRef)) {
    a = shallow(a->inner);
    b = shallow(b->inner);
    adjust(lhs, AdjustKind::kDeref, a);
    adjust(rhs, AdjustKind::kDeref, b);
  }
  bool literal_kinds_differ =
      (a->is_infer(InferKind::kInt) && !int_like(b)) || (a->is_infer(InferKind::kFloat) && !float_like(b));
  if (!comparable(op, a)) {
    Diagnostic d = make_error(Phase::kTypes, 369, op_span,
                              "binary operation " + op_text(op) + " cannot be applied to type `" + show(a) + "`");
    emit(std::move(d.label(lhs->span, show(a)).label(rhs->span, show(b))));
  } else if ((literal_kinds_differ && !b->is_infer(InferKind::kAny)) || a->is(TyKind::kRef) != b->is(TyKind::kRef)) {
    bool equality = op == BinaryOp::kEq || op == BinaryOp::kNe;
    if (a->is_infer(InferKind::kAny) || b->is_infer(InferKind::kAny))
      table_.unify(a, b);
    else if (scalar(a) && !literal_kinds_differ)
      mismatch(rhs->span, a, b);
    else
      error(277, op_span, "can't compare `" + show(a) + "` with `" + show(b) + "`",
            "no implementation for `" + show(a) + (equality ? " == " : " < ") + show(b) + "`");
  } else if (!table_.unify(a, b)) {
    bool slices = (a->is(TyKind::kArray) || a->is(TyKind::kSlice)) && (b->is(TyKind::kArray) || b->is(TyKind::kSlice));
    if (slices)
      emit(make_unsupported(Phase::kTypes, span, "a comparison of `" + show(a) + "` with `" + show(b) + "`"));
    else
      mismatch(rhs->span, a, b);
  }
  return types_.boolean();
}

bool Checker::is_place(const hir::Expr* e) {
  switch (e->kind) {
  case ExprKind::kLocal:
  case ExprKind::kField:
  case ExprKind::kIndex:
  case ExprKind::kError:
    return true;
  case ExprKind::kUnary:
    return e->cast<hir::UnaryExpr>()->op == UnaryOp::kDeref;
  case ExprKind::kPath:
    return e->cast<hir::PathExpr>()->res == hir::ResKind::kStatic;
  default:
    return false;
  }
}

Ty Checker::assign(const hir::AssignExpr* e) {
  Ty lhs = check(e->lhs, nullptr);
  if (!is_place(e->lhs)) {
    Diagnostic d = make_error(Phase::kTypes, 70, e->op_span, "invalid left-hand side of assignment");
    emit(std::move(d.label(e->lhs->span, "cannot assign to this expression")));
    check(e->rhs, lhs);
  } else {
    check_to(e->rhs, lhs);
  }
  return types_.unit();
}

Ty Checker::assign_op(const hir::AssignOpExpr* e) {
  Ty lhs = shallow(check(e->lhs, nullptr));
  Ty rhs = shallow(check(e->rhs, is_shift(e->op) ? nullptr : lhs));
  if (lhs->has_error || rhs->has_error || rhs->is(TyKind::kNever))
    return types_.unit();
  rhs = deref_operand(e->rhs, rhs);
  std::string op = "`" + std::string(spelling(e->op)) + "=`";
  if (!is_place(e->lhs)) {
    Diagnostic d = make_error(Phase::kTypes, 67, e->op_span, "invalid left-hand side of assignment");
    emit(std::move(d.label(e->lhs->span, "cannot assign to this expression")));
    return types_.unit();
  }
  if (rhs->is_infer(InferKind::kAny) && has_operator(e->op, lhs))
    table_.unify(lhs, rhs), rhs = shallow(rhs);
  bool fits = operands_fit(e->op, lhs, rhs);
  if (!fits && !has_operator(e->op, lhs)) {
    Diagnostic d = make_error(Phase::kTypes, 368, e->span,
                              "binary assignment operation " + op + " cannot be applied to type `" + show(lhs) + "`");
    emit(std::move(d.label(e->lhs->span, "cannot use " + op + " on type `" + show(lhs) + "`")));
  } else if (!fits) {
    error(277, e->op_span,
          "no implementation for `" + show(lhs) + " " + std::string(spelling(e->op)) + "= " + show(rhs) + "`",
          "no implementation for `" + show(lhs) + " " + std::string(spelling(e->op)) + "= " + show(rhs) + "`");
  } else if (!is_shift(e->op) && !table_.unify(lhs, rhs)) {
    mismatch(e->rhs->span, lhs, rhs);
    error(277, e->op_span,
          "no implementation for `" + show(lhs) + " " + std::string(spelling(e->op)) + "= " + show(rhs) + "`");
  }
  return types_.unit();
}

} // namespace minirc
