// The constant interpreter: values and places.
#include "minicompiler/ty/const_arith.h"
#include "minicompiler/ty/const_interp.h"
#include "minicompiler/ty/interner.h"
#include "minicompiler/ty/layout.h"
#include <cstdlib>

namespace minirc {

using hir::ExprKind;

ConstValue ConstInterpreter::literal(const hir::LiteralExpr* e) {
  const Literal& l = e->value;
  ConstValue v = scalar(type(e), l.bits);
  if (l.kind == LiteralKind::kStr || l.kind == LiteralKind::kByteStr || l.kind == LiteralKind::kCStr) {
    v.kind = ConstKind::kStr;
    v.text = l.text;
  } else if (v.type->is(TyKind::kF32)) {
    v.bits = float_to_bits(std::strtof(std::string(l.text).c_str(), nullptr), v.type);
  } else if (v.type->is(TyKind::kF64)) {
    v.bits = float_to_bits(std::strtod(std::string(l.text).c_str(), nullptr), v.type);
  }
  return v;
}

ConstValue ConstInterpreter::path(const hir::PathExpr* e) {
  switch (e->res) {
  case hir::ResKind::kConst: {
    const ConstValue& value = cx_.const_value(e->def);
    if (value.kind == ConstKind::kError)
      throw Failure{};
    return value;
  }
  case hir::ResKind::kTypeRelative:
  case hir::ResKind::kStdConst:
    return scalar(type(e), frame_->types->path_constant(e));
  case hir::ResKind::kUnitStruct: {
    ConstValue v = unit();
    v.type = type(e);
    return v;
  }
  case hir::ResKind::kFn:
  case hir::ResKind::kCtor: {
    ConstValue v;
    v.kind = ConstKind::kFn;
    v.type = type(e);
    v.fn = e->def;
    return v;
  }
  default:
    unsupported(e->span, "a use of a static");
  }
}

ConstValue ConstInterpreter::unary(const hir::UnaryExpr* e) {
  ConstValue v = eval(e->operand);
  if (leaving())
    return v;
  if (e->op == UnaryOp::kDeref) {
    if (v.kind != ConstKind::kRef)
      unsupported(e->span, "this dereference");
    return v.elements[0];
  }
  if (e->op == UnaryOp::kNot)
    return scalar(v.type, v.type->is(TyKind::kBool) ? !v.bits : truncate_bits(~v.bits, v.type));
  ArithResult r = const_negate(v.bits, v.type);
  if (r.overflow && e->operand->kind != ExprKind::kLiteral)
    fail(e->span, "attempt to negate `" + to_string(v.type, cx_.defs()) + "::MIN`, which would overflow");
  return scalar(v.type, r.bits);
}

ConstValue ConstInterpreter::binary(const hir::BinaryExpr* e) {
  ConstValue lhs = eval(e->lhs);
  if (leaving())
    return lhs;
  if (is_lazy(e->op) && (lhs.bits != 0) == (e->op == BinaryOp::kOr))
    return lhs;
  ConstValue rhs = eval(e->rhs);
  if (leaving() || is_lazy(e->op))
    return rhs;
  if (lhs.kind != ConstKind::kScalar) {
    bool equality = e->op == BinaryOp::kEq || e->op == BinaryOp::kNe;
    if (!equality)
      unsupported(e->span, "this comparison");
    return scalar(cx_.types().boolean(), equal(lhs, rhs) == (e->op == BinaryOp::kEq));
  }
  return arith(e, e->op, lhs, rhs);
}

ConstValue ConstInterpreter::arith(const hir::Expr* e, BinaryOp op, const ConstValue& lhs, const ConstValue& rhs) {
  u128 right = rhs.bits;
  if (is_shift(op) && rhs.type->is_signed() && signed_value(right, rhs.type) < 0)
    right = ~u128{0};
  ArithResult r = const_binary(op, lhs.bits, right, lhs.type);
  if (r.divides_by_zero || r.overflow)
    fail(e->span, arith_failure(cx_, op, lhs, rhs, r));
  return scalar(is_comparison(op) ? cx_.types().boolean() : lhs.type, r.bits);
}

std::size_t ConstInterpreter::checked_index(const hir::IndexExpr* e, std::size_t length) {
  ConstValue at = eval(e->index);
  if (leaving())
    throw Failure{};
  if (at.bits >= length)
    fail(e->span,
         "index out of bounds: the length is " + std::to_string(length) + " but the index is " + to_decimal(at.bits));
  return static_cast<std::size_t>(at.bits);
}

ConstValue ConstInterpreter::slice(const hir::IndexExpr* e, const ConstValue& base) {
  auto* range = e->index->cast<hir::RangeExpr>();
  u128 lo = range->lo ? eval(range->lo).bits : 0;
  u128 hi = range->hi ? eval(range->hi).bits + range->inclusive : base.elements.size();
  if (lo > hi || hi > base.elements.size())
    fail(e->span, "range end index " + to_decimal(hi) + " out of range for slice of length " +
                      std::to_string(base.elements.size()));
  ConstValue part = base;
  part.elements.assign(base.elements.begin() + static_cast<std::ptrdiff_t>(lo),
                       base.elements.begin() + static_cast<std::ptrdiff_t>(hi));
  part.type = cx_.types().array(type(e)->inner, part.elements.size());
  return part;
}

ConstValue ConstInterpreter::struct_literal(const hir::StructLitExpr* e) {
  ConstValue v;
  if (e->base)
    v = eval(e->base);
  v.kind = ConstKind::kAggregate;
  v.type = type(e);
  v.elements.resize(cx_.struct_def(e->adt).fields.size());
  auto indices = frame_->types->field_indices(e->id);
  for (std::uint32_t i = 0; i < e->fields.size(); ++i)
    v.elements[indices[i]] = eval(e->fields[i].value);
  return v;
}

namespace {

std::uint64_t count_values(const ConstValue& value) {
  std::uint64_t count = 1;
  for (const ConstValue& element : value.elements)
    count += count_values(element);
  return count;
}

} // namespace

ConstValue ConstInterpreter::aggregate(const hir::Expr* e) {
  ConstValue v;
  v.kind = ConstKind::kAggregate;
  v.type = type(e);
  switch (e->kind) {
  case ExprKind::kField:
    return eval(e->cast<hir::FieldExpr>()->base).elements.at(frame_->types->field_index(e));
  case ExprKind::kIndex: {
    auto* index = e->cast<hir::IndexExpr>();
    ConstValue base = eval(index->base);
    if (index->index->kind == ExprKind::kRange)
      return slice(index, base);
    if (base.kind == ConstKind::kStr)
      return scalar(type(e), static_cast<unsigned char>(base.text[checked_index(index, base.text.size())]));
    return base.elements[checked_index(index, base.elements.size())];
  }
  case ExprKind::kStructLit:
    return struct_literal(e->cast<hir::StructLitExpr>());
  case ExprKind::kTuple:
    for (const hir::Expr* element : e->cast<hir::TupleExpr>()->elements)
      v.elements.push_back(eval(element));
    return v;
  case ExprKind::kArray:
    for (const hir::Expr* element : e->cast<hir::ArrayExpr>()->elements)
      v.elements.push_back(eval(element));
    return v;
  default: {
    ConstValue element = eval(e->cast<hir::RepeatExpr>()->value);
    if (is_too_big(cx_, v.type))
      fail(e->span, too_big_text(v.type, cx_.defs()));
    if (u128{v.type->length} * count_values(element) > kMaxValues)
      unsupported(e->span, "an array of more than " + std::to_string(kMaxValues) + " values");
    v.elements.assign(v.type->length, element);
    return v;
  }
  }
}

ConstValue ConstInterpreter::call(const hir::Expr* e, const hir::Expr* callee, const hir::Expr* receiver,
                                  List<const hir::Expr*> args) {
  const Callee& target = frame_->types->callee(e);
  std::vector<ConstValue> values;
  if (receiver)
    values.push_back(eval(receiver));
  for (const hir::Expr* arg : args) {
    values.push_back(eval(arg));
    if (leaving())
      return values.back();
  }
  switch (target.kind) {
  case CalleeKind::kDef:
    if (!cx_.fn_sig(target.def).is_const)
      throw Failure{}; // E0015, reported by check_const_bodies
    if (calls_ == 1)
      root_call_ = e->span;
    return body(target.def, std::move(values));
  case CalleeKind::kCtor: {
    ConstValue v;
    v.kind = ConstKind::kAggregate;
    v.type = type(e);
    v.elements = std::move(values);
    return v;
  }
  case CalleeKind::kBuiltin:
    return builtin(e, target.builtin, std::move(values));
  default:
    unsupported(e->span, "a call through a function pointer");
  }
}

ConstValue ConstInterpreter::builtin(const hir::Expr* e, Builtin id, std::vector<ConstValue> args) {
  const ConstValue& self = args[0];
  if (id == Builtin::kConvert || id == Builtin::kFFromBits)
    throw Failure{}; // not const: E0015
  if (id == Builtin::kLen && self.kind == ConstKind::kRef)
    return scalar(type(e), self.elements[0].elements.size());
  if ((id == Builtin::kStrLen || id == Builtin::kLen) && self.kind == ConstKind::kStr)
    return scalar(type(e), self.text.size());
  if (id == Builtin::kAsBytes && self.kind == ConstKind::kStr) {
    ConstValue bytes = self;
    bytes.type = type(e);
    return bytes;
  }
  if (self.kind != ConstKind::kScalar)
    unsupported(e->span, "this method call");
  ArithResult r = const_builtin(id, self.bits, args.size() > 1 ? args[1].bits : 0, self.type);
  if (!r.supported)
    unsupported(e->span, "this method call");
  if (r.overflow)
    fail(e->span, "attempt to compute a value that would overflow");
  return scalar(type(e), r.bits);
}

// The variable, field or element that an assignment writes.
ConstValue* ConstInterpreter::place(const hir::Expr* e) {
  for (const Adjustment& a : frame_->types->adjustments(e))
    if (a.kind == AdjustKind::kDeref)
      unsupported(e->span, "an assignment through a reference");
  switch (e->kind) {
  case ExprKind::kLocal:
    return &frame_->locals[e->cast<hir::LocalExpr>()->local];
  case ExprKind::kField:
    return &place(e->cast<hir::FieldExpr>()->base)->elements.at(frame_->types->field_index(e));
  case ExprKind::kIndex: {
    ConstValue* base = place(e->cast<hir::IndexExpr>()->base);
    return &base->elements[checked_index(e->cast<hir::IndexExpr>(), base->elements.size())];
  }
  default:
    unsupported(e->span, "an assignment through a reference");
  }
}

void ConstInterpreter::assign(const hir::Expr* lhs, ConstValue value) {
  *place(lhs) = std::move(value);
}

} // namespace minirc
