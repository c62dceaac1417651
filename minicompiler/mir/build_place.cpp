// Places: variables, fields, elements, what references point to; slicing.
#include "minicompiler/mir/builder.h"

namespace minirc::mir {

bool Builder::is_place(const hir::Expr* e) const {
  switch (e->kind) {
  case hir::ExprKind::kLocal:
    return true;
  case hir::ExprKind::kPath:
    return e->cast<hir::PathExpr>()->res == hir::ResKind::kStatic;
  case hir::ExprKind::kUnary:
    return e->cast<hir::UnaryExpr>()->op == UnaryOp::kDeref;
  case hir::ExprKind::kField:
    return true;
  case hir::ExprKind::kIndex:
    return e->cast<hir::IndexExpr>()->index->kind != hir::ExprKind::kRange;
  default:
    return false;
  }
}

Place Builder::place(const hir::Expr* e) {
  return adjusted_place(e, types_.adjustments(e).size());
}

Place Builder::adjusted_place(const hir::Expr* e, std::size_t steps) {
  if (steps == 0)
    return raw_place(e);
  const Adjustment& step = types_.adjustments(e)[steps - 1];
  if (step.kind == AdjustKind::kDeref)
    return deref(adjusted_place(e, steps - 1));
  return spill(stable(adjusted_operand(e, steps)));
}

Place Builder::raw_place(const hir::Expr* e) {
  switch (e->kind) {
  case hir::ExprKind::kLocal:
    return place_of(locals_[e->cast<hir::LocalExpr>()->local]);
  case hir::ExprKind::kPath: {
    auto* path = e->cast<hir::PathExpr>();
    if (path->res != hir::ResKind::kStatic)
      break;
    mention(path->def);
    Ty pointer = cx_.types().raw_ptr(types_.type_of(e), true);
    Operand address = constant({.kind = ConstantKind::kStatic, .type = pointer, .def = path->def});
    Place temp = place_of(new_local(pointer));
    assign(temp, address);
    return deref(temp);
  }
  case hir::ExprKind::kUnary:
    if (e->cast<hir::UnaryExpr>()->op == UnaryOp::kDeref)
      return deref(place(e->cast<hir::UnaryExpr>()->operand));
    break;
  case hir::ExprKind::kField: {
    Place base = place(e->cast<hir::FieldExpr>()->base);
    return field(base, types_.field_index(e));
  }
  case hir::ExprKind::kIndex:
    if (is_place(e))
      return index_place(e->cast<hir::IndexExpr>());
    return deref(spill(slice_of(e->cast<hir::IndexExpr>(), true)));
  default:
    break;
  }
  return spill(raw_operand(e));
}

Operand Builder::length_of(const Place& sequence) {
  Ty type = body_.type_of(sequence);
  if (type->is(TyKind::kArray))
    return usize(type->length);
  return value(Rvalue{.kind = RvalueKind::kLen, .type = usize_, .place = sequence});
}

Place Builder::index_place(const hir::IndexExpr* e) {
  Place base = place(e->base);
  while (body_.type_of(base)->is(TyKind::kRef))
    base = deref(base);
  Operand index = operand(e->index);
  Local local = new_local(usize_);
  assign(place_of(local), index);
  return element_at(base, local, length_of(base), e->span);
}

Place Builder::element_at(const Place& sequence, Local index, const Operand& length, Span span) {
  Operand at = copy(place_of(index));
  Operand in_bounds = value(binary(BinaryOp::kLt, at, length, bool_));
  BlockId next = new_block();
  Operand both[] = {at, length};
  terminate({.kind = TerminatorKind::kAssert,
             .expected = true,
             .panic = PanicKind::kBounds,
             .span = span,
             .a = in_bounds,
             .target = next,
             .first = list(both),
             .count = 2});
  start(next);
  return project(sequence, ProjKind::kIndex, index, body_.type_of(sequence)->inner);
}

// Prints texts and numbers in turn to the message, and panics with it.
void Builder::panic_with(Span span, std::initializer_list<std::string_view> texts,
                         std::initializer_list<Operand> numbers) {
  auto number = numbers.begin();
  for (std::string_view part : texts) {
    out(Sink::kMessage, part);
    if (number != numbers.end())
      format_place({.sink = Sink::kMessage, .width = scalar(u32_, 0), .precision = scalar(u32_, 0)}, spill(*number++));
  }
  panic_message(span);
}

// lo <= hi <= length, else std's messages. hi_is_length: the range was open at its end.
void Builder::check_slice(const Operand& lo, const Operand& hi, bool hi_is_length, const Operand& length, Span span) {
  BlockId ordered = new_block(), disordered = new_block(), inside = new_block(), outside = new_block();
  if (hi_is_length) {
    switch_bool(value(binary(BinaryOp::kLe, lo, hi, bool_)), inside, outside);
    start(outside);
    panic_with(span, {"range start index ", " out of range for slice of length "}, {lo, length});
    return start(inside);
  }
  switch_bool(value(binary(BinaryOp::kLe, lo, hi, bool_)), ordered, disordered);
  start(disordered);
  panic_with(span, {"slice index starts at ", " but ends at "}, {lo, hi});
  start(ordered);
  switch_bool(value(binary(BinaryOp::kLe, hi, length, bool_)), inside, outside);
  start(outside);
  panic_with(span, {"range end index ", " out of range for slice of length "}, {hi, length});
  start(inside);
}

Operand Builder::slice_of(const hir::IndexExpr* e, bool is_mut) {
  auto* range = e->index->cast<hir::RangeExpr>();
  Place base = place(e->base);
  while (body_.type_of(base)->is(TyKind::kRef))
    base = deref(base);
  Ty type = body_.type_of(base);
  if (!type->is(TyKind::kArray) && !type->is(TyKind::kSlice)) {
    unsupported(e->span, "slicing anything but arrays and slices");
    return move(place_of(new_local(cx_.types().ref(type, is_mut))));
  }
  Span brackets{e->base->span.hi, e->span.hi}; // where std's indexing says that it fails
  Operand lo = range->lo ? stable(operand(range->lo)) : usize(0);
  Operand length = length_of(base);
  Operand hi = range->hi ? stable(operand(range->hi)) : length;
  if (range->hi && range->inclusive)
    hi = arithmetic(BinaryOp::kAdd, hi, usize(1), usize_, brackets);
  check_slice(lo, hi, !range->hi, length, brackets);
  Operand count = value(binary(BinaryOp::kSub, hi, lo, usize_));
  Ty result = cx_.types().ref(cx_.types().slice(type->inner), is_mut);
  return value(Rvalue{.kind = RvalueKind::kSlice, .type = result, .place = base, .a = lo, .b = count});
}

} // namespace minirc::mir
