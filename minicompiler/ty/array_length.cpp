#include "minicompiler/ty/collect.h"
#include "minicompiler/ty/const_arith.h"
#include "minicompiler/ty/interner.h"
#include <optional>

namespace minirc {
namespace {

// Array lengths: expressions of integer type over literals, consts and casts, walked before any body is checked.
// Anything else is unsupported.
class LengthEvaluator {
 public:
  explicit LengthEvaluator(TyCtxt& cx) : cx_(cx) {}

  // The value of e, which must have type `want`; nothing after an error.
  std::optional<ConstValue> eval(const hir::Expr* e, Ty want) {
    switch (e->kind) {
    case hir::ExprKind::kLiteral:
      return literal(e->cast<hir::LiteralExpr>(), want);
    case hir::ExprKind::kCast:
      return cast(e->cast<hir::CastExpr>(), want);
    case hir::ExprKind::kPath:
      return path(e->cast<hir::PathExpr>(), want);
    case hir::ExprKind::kBinary:
      return binary(e->cast<hir::BinaryExpr>(), want);
    case hir::ExprKind::kBlock: {
      const hir::Block* block = e->cast<hir::BlockExpr>()->block;
      return block->stmts.empty() && block->tail ? eval(block->tail, want) : unsupported(e);
    }
    case hir::ExprKind::kLocal:
      cx_.sink().emit(make_error(Phase::kResolve, 435, e->span, "attempt to use a non-constant value in a constant",
                                 "non-constant value"));
      return std::nullopt;
    case hir::ExprKind::kError:
      return std::nullopt;
    default:
      return unsupported(e);
    }
  }

 private:
  std::nullopt_t unsupported(const hir::Expr* e) {
    cx_.sink().emit(make_unsupported(Phase::kTypes, e->span, "this expression as an array length"));
    return std::nullopt;
  }

  std::optional<ConstValue> typed(const hir::Expr* e, Ty type, u128 bits, Ty want) {
    if (type == want) {
      ConstValue value;
      value.kind = ConstKind::kScalar;
      value.type = type;
      value.bits = bits;
      return value;
    }
    std::string expected = to_string(want, cx_.defs()), found = to_string(type, cx_.defs());
    cx_.sink().emit(make_error(Phase::kTypes, 308, e->span, "mismatched types",
                               "expected `" + expected + "`, found `" + found + "`"));
    return std::nullopt;
  }

  Ty prim(TyKind kind) { return cx_.types().prim(kind); }

  // The type that an expression has by itself; null when its context decides.
  Ty own_type(const hir::Expr* e) {
    switch (e->kind) {
    case hir::ExprKind::kLiteral:
      return own_type(e->cast<hir::LiteralExpr>()->value);
    case hir::ExprKind::kCast: {
      const hir::TypeExpr* type = e->cast<hir::CastExpr>()->type;
      return type->kind == hir::TypeKind::kPrim ? prim(prim_kind(type->prim)) : nullptr;
    }
    case hir::ExprKind::kPath: {
      auto* path = e->cast<hir::PathExpr>();
      if (path->res == hir::ResKind::kConst)
        return cx_.type_of(path->def);
      return path->type && path->type->kind == hir::TypeKind::kPrim ? prim(prim_kind(path->type->prim)) : nullptr;
    }
    case hir::ExprKind::kBinary: {
      auto* binary = e->cast<hir::BinaryExpr>();
      Ty left = own_type(binary->lhs);
      return left || is_shift(binary->op) ? left : own_type(binary->rhs);
    }
    case hir::ExprKind::kBlock:
      return e->cast<hir::BlockExpr>()->block->tail ? own_type(e->cast<hir::BlockExpr>()->block->tail) : nullptr;
    default:
      return nullptr;
    }
  }

  Ty own_type(const Literal& value) {
    switch (value.kind) {
    case LiteralKind::kInt:
      return value.suffix == Known::kNone ? nullptr : prim(prim_kind(value.suffix));
    case LiteralKind::kBool:
      return prim(TyKind::kBool);
    case LiteralKind::kChar:
      return prim(TyKind::kChar);
    case LiteralKind::kByte:
      return prim(TyKind::kU8);
    default:
      return nullptr;
    }
  }

  std::optional<ConstValue> eval_alone(const hir::Expr* e) {
    Ty type = own_type(e);
    return type && type->has_error ? std::nullopt : eval(e, type ? type : prim(TyKind::kI32));
  }

  std::optional<ConstValue> literal(const hir::LiteralExpr* e, Ty want) {
    Ty own = own_type(e->value);
    Ty type = own ? own : want;
    bool fits = type->is_int() ? truncate_bits(e->value.bits, type) == e->value.bits : own != nullptr;
    if (own && own != want)
      return typed(e, own, 0, want);
    return fits && !type->is_float() ? typed(e, type, e->value.bits, want) : unsupported(e);
  }

  std::optional<ConstValue> cast(const hir::CastExpr* e, Ty want) {
    if (e->type->kind != hir::TypeKind::kPrim)
      return unsupported(e);
    Ty to = prim(prim_kind(e->type->prim));
    std::optional<ConstValue> from = eval_alone(e->operand);
    if (!from)
      return std::nullopt;
    bool simple =
        to->is_int() && (from->type->is_int() || from->type->is(TyKind::kBool) || from->type->is(TyKind::kChar));
    return simple ? typed(e, to, const_cast_bits(from->bits, from->type, to), want) : unsupported(e);
  }

  std::optional<ConstValue> path(const hir::PathExpr* e, Ty want) {
    if (e->res == hir::ResKind::kStdConst || e->res == hir::ResKind::kTypeRelative)
      return limit(e, want);
    if (e->res != hir::ResKind::kConst)
      return unsupported(e);
    Ty type = cx_.type_of(e->def);
    if (type->has_error)
      return std::nullopt;
    if (type != want)
      return typed(e, type, 0, want);
    const ConstValue& known = cx_.const_value(e->def);
    return known.kind == ConstKind::kScalar ? typed(e, type, known.bits, want) : std::nullopt;
  }

  // u8::MAX and its kind.
  std::optional<ConstValue> limit(const hir::PathExpr* e, Ty want) {
    Ty type = e->type && e->type->kind == hir::TypeKind::kPrim ? prim(prim_kind(e->type->prim)) : cx_.types().error();
    std::string_view name = e->name.str();
    if (!type->is_int() || (name != "MAX" && name != "MIN" && name != "BITS"))
      return unsupported(e);
    if (name == "BITS")
      return typed(e, prim(TyKind::kU32), type->bits(), want);
    u128 min = type->is_signed() ? u128{1} << (type->bits() - 1) : 0;
    return typed(e, type, name == "MIN" ? min : truncate_bits(min - 1, type), want);
  }

  std::optional<ConstValue> binary(const hir::BinaryExpr* e, Ty want) {
    if (is_comparison(e->op) || is_lazy(e->op))
      return unsupported(e);
    std::optional<ConstValue> left = eval(e->lhs, want);
    std::optional<ConstValue> right = left ? is_shift(e->op) ? eval_alone(e->rhs) : eval(e->rhs, want) : std::nullopt;
    if (!right)
      return std::nullopt;
    const ConstValue &lhs = *left, &rhs = *right;
    bool negative = rhs.type->is_signed() && signed_value(rhs.bits, rhs.type) < 0;
    ArithResult r = const_binary(e->op, lhs.bits, is_shift(e->op) && negative ? ~u128{0} : rhs.bits, lhs.type);
    if (!r.supported || !lhs.type->is_int())
      return unsupported(e);
    if (!r.overflow && !r.divides_by_zero)
      return typed(e, lhs.type, r.bits, want);
    cx_.sink().emit(make_error(Phase::kBody, 80, e->span, arith_failure(cx_, e->op, lhs, rhs, r)));
    return std::nullopt;
  }

  TyCtxt& cx_;
};

} // namespace

bool eval_length(TyCtxt& cx, const hir::Expr* expr, std::uint64_t& length) {
  std::optional<ConstValue> value = LengthEvaluator(cx).eval(expr, cx.types().prim(TyKind::kUsize));
  length = value ? static_cast<std::uint64_t>(value->bits) : 0;
  return value.has_value();
}

} // namespace minirc
