// Operators: evaluation, the checks around them, lazy booleans.
#include "minicompiler/mir/builder.h"

namespace minirc::mir {
namespace {

PanicKind overflow_panic(BinaryOp op) {
  switch (op) {
  case BinaryOp::kAdd:
    return PanicKind::kAddOverflow;
  case BinaryOp::kSub:
    return PanicKind::kSubOverflow;
  default:
    return PanicKind::kMulOverflow;
  }
}

u128 minimum(Ty type) {
  return u128(1) << (type->bits() - 1);
}
u128 all_ones(Ty type) {
  return type->bits() >= 128 ? ~u128(0) : (u128(1) << type->bits()) - 1;
}

} // namespace

TyKind unsigned_twin(TyKind kind) {
  return kind >= TyKind::kI8 && kind <= TyKind::kIsize
             ? static_cast<TyKind>(static_cast<int>(kind) + static_cast<int>(TyKind::kU8) -
                                   static_cast<int>(TyKind::kI8))
             : kind;
}

void Builder::unary(const Place& dest, const hir::UnaryExpr* e) {
  if (e->op == UnaryOp::kDeref)
    return assign(dest, raw_operand(e));
  if (e->op == UnaryOp::kNeg && e->operand->kind == hir::ExprKind::kLiteral)
    return assign(dest, raw_operand(e));
  Operand a = operand(e->operand);
  while (type_of(a)->is(TyKind::kRef))
    a = copy(deref(spill(a)));
  Ty type = type_of(a);
  if (e->op == UnaryOp::kNeg && type->is_signed() && options_.overflow_checks) {
    a = stable(a);
    check(value(binary(BinaryOp::kEq, a, scalar(type, minimum(type)), bool_)), false, PanicKind::kNegOverflow, e->span);
  }
  RvalueKind kind = e->op == UnaryOp::kNeg ? RvalueKind::kNeg : RvalueKind::kNot;
  assign(dest, Rvalue{.kind = kind, .type = type, .a = a});
}

void Builder::binary_expr(const Place& dest, const hir::BinaryExpr* e) {
  if (is_lazy(e->op)) {
    BlockId if_true = new_block(), if_false = new_block(), join = new_block();
    branch(e, if_true, if_false);
    start(if_true);
    assign(dest, scalar(bool_, 1));
    go_to(join);
    start(if_false);
    assign(dest, scalar(bool_, 0));
    go_to(join);
    return start(join);
  }
  if (is_comparison(e->op)) {
    Ty type = types_.adjusted_type(e->lhs);
    bool direct = type->is_int() || type->is_float() || type->is(TyKind::kBool) || type->is(TyKind::kChar) ||
                  type->is(TyKind::kRawPtr) || type->is(TyKind::kFnPtr);
    if (!direct) {
      Place lhs = place(e->lhs);
      return assign(dest, compare(e->op, lhs, place(e->rhs)));
    }
  }
  const hir::Expr* sides[] = {e->lhs, e->rhs};
  std::vector<Operand> both = operands(sides);
  for (Operand& side : both)
    while (type_of(side)->is(TyKind::kRef))
      side = copy(deref(spill(side)));
  if (is_comparison(e->op))
    return assign(dest, binary(e->op, both[0], both[1], bool_));
  assign(dest, arithmetic(e->op, both[0], both[1], types_.type_of(e), e->span));
}

Operand Builder::arithmetic(BinaryOp op, Operand a, Operand b, Ty type, Span span) {
  if (type->is_int()) {
    if (is_shift(op))
      return shift(op, a, b, type, span);
    if (op == BinaryOp::kDiv || op == BinaryOp::kRem)
      return division(op, stable(a), stable(b), type, span);
    if (options_.overflow_checks && op <= BinaryOp::kMul) {
      Ty pair = cx_.types().tuple({type, bool_});
      Rvalue checked{.kind = RvalueKind::kChecked, .op = op, .type = pair, .a = a, .b = b};
      Place result = value(checked).place;
      check(copy(field(result, 1)), false, overflow_panic(op), span);
      return move(field(result, 0));
    }
  }
  return value(binary(op, a, b, type));
}

Operand Builder::shift(BinaryOp op, const Operand& a, const Operand& b, Ty type, Span span) {
  Operand amount = stable(b);
  Ty amount_type = type_of(amount);
  if (options_.overflow_checks) {
    Ty twin = cx_.types().prim(unsigned_twin(amount_type->kind));
    Operand magnitude = twin == amount_type ? amount : value(cast(CastKind::kNumeric, amount, twin));
    Operand fits = value(binary(BinaryOp::kLt, magnitude, scalar(twin, type->bits()), bool_));
    check(fits, true, op == BinaryOp::kShl ? PanicKind::kShlOverflow : PanicKind::kShrOverflow, span);
  }
  if (amount_type != type)
    amount = value(cast(CastKind::kNumeric, amount, type));
  return value(binary(op, a, amount, type));
}

Operand Builder::division(BinaryOp op, const Operand& a, const Operand& b, Ty type, Span span) {
  bool div = op == BinaryOp::kDiv;
  bool known = b.kind == OperandKind::kConst && body_.constants[b.constant].kind == ConstantKind::kScalar;
  u128 divisor = known ? body_.constants[b.constant].bits : 0;
  if (!known || divisor == 0) {
    Operand zero = value(binary(BinaryOp::kEq, b, scalar(type, 0), bool_));
    check(zero, false, div ? PanicKind::kDivByZero : PanicKind::kRemByZero, span);
  }
  if (type->is_signed() && (!known || divisor == all_ones(type))) {
    Operand minus_one = value(binary(BinaryOp::kEq, b, scalar(type, all_ones(type)), bool_));
    Operand lowest = value(binary(BinaryOp::kEq, a, scalar(type, minimum(type)), bool_));
    Operand both = value(binary(BinaryOp::kBitAnd, minus_one, lowest, bool_));
    check(both, false, div ? PanicKind::kDivOverflow : PanicKind::kRemOverflow, span);
  }
  return value(binary(op, a, b, type));
}

} // namespace minirc::mir
