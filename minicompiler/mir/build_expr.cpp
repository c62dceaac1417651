// Values: operands, literals, paths, aggregates, assignments.
#include "minicompiler/mir/builder.h"

#include <bit>
#include <cstdlib>
#include <string>

namespace minirc::mir {
namespace {

// Evaluating it neither writes nor branches, and its result does not depend on when it is read.
bool is_inert(const hir::Expr* e) {
  return e->kind == hir::ExprKind::kLiteral || e->kind == hir::ExprKind::kPath || e->kind == hir::ExprKind::kLocal;
}

u128 float_bits(Ty type, const std::string& digits) {
  if (type->is(TyKind::kF32))
    return std::bit_cast<std::uint32_t>(std::strtof(digits.c_str(), nullptr));
  return std::bit_cast<std::uint64_t>(std::strtod(digits.c_str(), nullptr));
}

u128 truncate(u128 bits, unsigned width) {
  return width >= 128 ? bits : bits & ((u128(1) << width) - 1);
}

} // namespace

Operand Builder::operand(const hir::Expr* e) {
  return adjusted_operand(e, types_.adjustments(e).size());
}

Operand Builder::adjusted_operand(const hir::Expr* e, std::size_t steps) {
  if (steps == 0)
    return raw_operand(e);
  const Adjustment& step = types_.adjustments(e)[steps - 1];
  switch (step.kind) {
  case AdjustKind::kDeref:
    return copy(adjusted_place(e, steps));
  case AdjustKind::kBorrow:
  case AdjustKind::kBorrowMut: {
    if (steps == 1 && e->kind == hir::ExprKind::kIndex &&
        e->cast<hir::IndexExpr>()->index->kind == hir::ExprKind::kRange)
      return slice_of(e->cast<hir::IndexExpr>(), step.kind == AdjustKind::kBorrowMut);
    Rvalue borrowed = reference(adjusted_place(e, steps - 1), step.kind == AdjustKind::kBorrowMut);
    borrowed.type = step.type;
    return value(borrowed);
  }
  case AdjustKind::kUnsize:
    return value(cast(CastKind::kUnsize, adjusted_operand(e, steps - 1), step.type));
  case AdjustKind::kNeverToAny: {
    raw_into(place_of(new_local(types_.type_of(e))), e);
    return move(place_of(new_local(step.type)));
  }
  case AdjustKind::kReifyFn: {
    Operand function = adjusted_operand(e, steps - 1);
    Ty item = type_of(function);
    return constant({.kind = ConstantKind::kFn, .type = step.type, .def = item->def});
  }
  case AdjustKind::kMutToConst:
    return value(cast(CastKind::kPointer, adjusted_operand(e, steps - 1), step.type));
  }
  return {};
}

Operand Builder::raw_operand(const hir::Expr* e) {
  if (is_place(e))
    return copy(raw_place(e));
  if (auto* literal_expr = e->dyn_cast<hir::LiteralExpr>())
    return literal(literal_expr->value, types_.type_of(e), false);
  if (auto* path = e->dyn_cast<hir::PathExpr>())
    return path_operand(path);
  if (auto* negation = e->dyn_cast<hir::UnaryExpr>(); negation && negation->op == UnaryOp::kNeg)
    if (auto* inner = negation->operand->dyn_cast<hir::LiteralExpr>())
      return literal(inner->value, types_.type_of(e), true);
  Place temp = place_of(new_local(types_.type_of(e)));
  raw_into(temp, e);
  return move(temp);
}

// Left to right; what a later operand could change is read at once.
std::vector<Operand> Builder::operands(std::span<const hir::Expr* const> exprs) {
  std::size_t last_active = 0;
  for (std::size_t i = 0; i < exprs.size(); i++)
    if (!is_inert(exprs[i]))
      last_active = i;
  std::vector<Operand> result;
  for (std::size_t i = 0; i < exprs.size(); i++) {
    Operand value = operand(exprs[i]);
    result.push_back(i < last_active ? stable(value) : value);
  }
  return result;
}

Operand Builder::stable(const Operand& operand) {
  if (operand.kind != OperandKind::kCopy)
    return operand;
  Place temp = place_of(new_local(type_of(operand)));
  assign(temp, operand);
  return move(temp);
}

Place Builder::spill(const Operand& operand) {
  if (operand.kind != OperandKind::kConst)
    return operand.place;
  Place temp = place_of(new_local(type_of(operand)));
  assign(temp, operand);
  return temp;
}

void Builder::into(const Place& dest, const hir::Expr* e) {
  if (types_.adjustments(e).empty())
    raw_into(dest, e);
  else if (types_.adjustments(e).back().kind == AdjustKind::kNeverToAny)
    adjusted_operand(e, types_.adjustments(e).size());
  else
    assign(dest, operand(e));
}

void Builder::raw_into(const Place& dest, const hir::Expr* e) {
  using K = hir::ExprKind;
  switch (e->kind) {
  case K::kUnary:
    return unary(dest, e->cast<hir::UnaryExpr>());
  case K::kBinary:
    return binary_expr(dest, e->cast<hir::BinaryExpr>());
  case K::kAssign:
    return assign_expr(e->cast<hir::AssignExpr>());
  case K::kAssignOp:
    return assign_op(e->cast<hir::AssignOpExpr>());
  case K::kCast:
    return cast_expr(dest, e->cast<hir::CastExpr>());
  case K::kAddrOf:
    return borrow(dest, e->cast<hir::AddrOfExpr>());
  case K::kCall:
    return call(dest, e->cast<hir::CallExpr>());
  case K::kMethodCall:
    return method_call(dest, e->cast<hir::MethodCallExpr>());
  case K::kStructLit:
    return struct_literal(dest, e->cast<hir::StructLitExpr>());
  case K::kTuple:
    return elements_into(dest, e->cast<hir::TupleExpr>()->elements, ProjKind::kField);
  case K::kArray:
    return elements_into(dest, e->cast<hir::ArrayExpr>()->elements, ProjKind::kConstIndex);
  case K::kRepeat:
    return repeat(dest, e->cast<hir::RepeatExpr>());
  case K::kBlock:
    return block_expr(dest, e->cast<hir::BlockExpr>());
  case K::kIf:
    return if_expr(dest, e->cast<hir::IfExpr>());
  case K::kLoop:
    return loop_expr(dest, e->cast<hir::LoopExpr>());
  case K::kFor:
    return for_expr(e->cast<hir::ForExpr>());
  case K::kMatch:
    return match_expr(dest, e->cast<hir::MatchExpr>());
  case K::kBreak:
    return jump_out(e->cast<hir::BreakExpr>());
  case K::kContinue:
    go_to(scope_of(e->cast<hir::ContinueExpr>()->target).continue_block);
    return diverge();
  case K::kReturn:
    if (auto* result = e->cast<hir::ReturnExpr>()->value)
      into(place_of(kReturn), result);
    terminate({.kind = TerminatorKind::kReturn});
    return diverge();
  case K::kFormat: {
    auto* print = e->cast<hir::FormatExpr>();
    return format(print->to_stderr ? Sink::kStderr : Sink::kStdout, print->pieces, print->args);
  }
  case K::kPanic:
    return panic_expr(e->cast<hir::PanicExpr>());
  case K::kAssertCmp:
    return assert_cmp(e->cast<hir::AssertCmpExpr>());
  case K::kRange:
    return unsupported(e->span, "a range that is neither an index nor the head of a `for` loop");
  case K::kLiteral:
  case K::kLocal:
  case K::kPath:
  case K::kField:
  case K::kIndex:
  case K::kError:
    return assign(dest, raw_operand(e));
  }
}

void Builder::borrow(const Place& dest, const hir::AddrOfExpr* e) {
  auto* index = e->operand->dyn_cast<hir::IndexExpr>();
  if (index && index->index->kind == hir::ExprKind::kRange && types_.adjustments(e->operand).empty())
    return assign(dest, slice_of(index, e->is_mut));
  Rvalue reference = this->reference(place(e->operand), e->is_mut);
  reference.type = types_.type_of(e);
  assign(dest, reference);
}

void Builder::discard(const hir::Expr* e) {
  if (is_place(e) && types_.adjustments(e).empty())
    raw_place(e);
  else
    into(place_of(new_local(types_.adjusted_type(e))), e);
}

Operand Builder::literal(const Literal& literal, Ty type, bool negative) {
  switch (literal.kind) {
  case LiteralKind::kStr:
    return constant({.kind = ConstantKind::kStr, .type = type, .text = literal.text});
  case LiteralKind::kByteStr:
  case LiteralKind::kCStr:
    return constant({.kind = ConstantKind::kByteStr, .type = type, .text = literal.text});
  case LiteralKind::kFloat:
  case LiteralKind::kInt:
    if (type->is_float()) {
      std::string digits = literal.kind == LiteralKind::kInt ? to_decimal(literal.bits) : std::string(literal.text);
      return scalar(type, float_bits(type, negative ? "-" + digits : digits));
    }
    return scalar(type, truncate(negative ? -literal.bits : literal.bits, type->bits()));
  case LiteralKind::kBool:
  case LiteralKind::kChar:
  case LiteralKind::kByte:
    return scalar(type, literal.bits);
  }
  return {};
}

Operand Builder::path_operand(const hir::PathExpr* e) {
  Ty type = types_.type_of(e);
  switch (e->res) {
  case hir::ResKind::kFn:
    mention(e->def);
    return constant({.kind = ConstantKind::kFn, .type = type, .def = e->def});
  case hir::ResKind::kConst:
    return def_operand(cx_.const_value(e->def));
  case hir::ResKind::kUnitStruct:
    return constant({.kind = ConstantKind::kZeroSized, .type = type});
  case hir::ResKind::kTypeRelative:
  case hir::ResKind::kStdConst:
    if (type->is(TyKind::kFnDef)) {
      mention(type->def);
      return constant({.kind = ConstantKind::kFn, .type = type, .def = type->def});
    }
    return scalar(type, types_.path_constant(e));
  case hir::ResKind::kCtor:
    unsupported(e->span, "a tuple struct's constructor used as a value");
    return constant({.type = type});
  case hir::ResKind::kStatic:
  case hir::ResKind::kError:
    break;
  }
  return constant({.type = type});
}

Operand Builder::def_operand(const ConstValue& value) {
  if (value.kind == ConstKind::kScalar)
    return scalar(value.type, value.bits);
  if (value.kind == ConstKind::kFn)
    mention(value.fn);
  if (value.kind == ConstKind::kError)
    body_.unsupported = true; // reported where the constant is evaluated
  return constant({.kind = ConstantKind::kValue, .type = value.type, .value = &value});
}

void Builder::assign_expr(const hir::AssignExpr* e) {
  // `_ = value` reaches us as an ordinary assignment only when the left side is a place.
  Operand value = stable(operand(e->rhs));
  assign(place(e->lhs), value);
}

void Builder::assign_op(const hir::AssignOpExpr* e) {
  Operand rhs = stable(operand(e->rhs));
  Place dest = place(e->lhs);
  Ty type = body_.type_of(dest);
  while (type_of(rhs)->is(TyKind::kRef)) // x += &y
    rhs = copy(deref(spill(rhs)));
  assign(dest, arithmetic(e->op, copy(dest), rhs, type, e->span));
}

void Builder::cast_expr(const Place& dest, const hir::CastExpr* e) {
  Operand from = operand(e->operand);
  Ty to = types_.type_of(e);
  Ty type = type_of(from);
  if (type == to)
    return assign(dest, from);
  if (type->is(TyKind::kFnDef)) {
    Operand pointer = constant({.kind = ConstantKind::kFn, .type = to, .def = type->def});
    return to->is(TyKind::kFnPtr) ? assign(dest, pointer) : assign(dest, cast(CastKind::kPointer, pointer, to));
  }
  auto is_address = [](Ty t) { return t->is_pointer() || t->is(TyKind::kFnPtr); };
  if (type->is(TyKind::kRef) && type->inner->is(TyKind::kArray) && to->is_pointer() && to->inner->is(TyKind::kSlice))
    return assign(dest, cast(CastKind::kUnsize, from, to));
  bool pointer = is_address(type) || is_address(to);
  // An address as a narrow integer: first as usize.
  if (is_address(type) && to->is_int() && to->bits() != 64) {
    Operand address = value(cast(CastKind::kPointer, from, usize_));
    return assign(dest, cast(CastKind::kNumeric, address, to));
  }
  assign(dest, cast(pointer ? CastKind::kPointer : CastKind::kNumeric, from, to));
}

void Builder::struct_literal(const Place& dest, const hir::StructLitExpr* e) {
  auto indices = types_.field_indices(e->id);
  std::vector<char> written(field_count(body_.type_of(dest)));
  for (std::uint32_t i = 0; i < e->fields.size(); i++) {
    into(field(dest, indices[i]), e->fields[i].value);
    written[indices[i]] = 1;
  }
  if (!e->base)
    return;
  Place base = place(e->base);
  for (std::uint32_t i = 0; i < written.size(); i++)
    if (!written[i])
      assign(field(dest, i), copy(field(base, i)));
}

void Builder::elements_into(const Place& dest, List<const hir::Expr*> elements, ProjKind kind) {
  Ty type = body_.type_of(dest);
  for (std::uint32_t i = 0; i < elements.size(); i++) {
    Ty element = kind == ProjKind::kField ? type->elements[i] : type->inner;
    into(project(dest, kind, i, element), elements[i]);
  }
}

void Builder::repeat(const Place& dest, const hir::RepeatExpr* e) {
  Operand element = stable(operand(e->value));
  assign(dest, Rvalue{.kind = RvalueKind::kRepeat, .type = types_.type_of(e), .a = element});
}

} // namespace minirc::mir
