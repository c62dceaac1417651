// `as`: checked once all types are known.
#include "minicompiler/ty/check.h"

namespace minirc {

Ty Checker::cast(const hir::CastExpr* e) {
  Ty to = to_type(cx_, e->type, this);
  if (to->has_error)
    results_.has_errors = true;
  Ty hint = to->is(TyKind::kChar)                                                          ? prim(TyKind::kU8)
            : to->is_pointer() || to->is_int() || to->is_float() || to->is(TyKind::kFnPtr) ? to
                                                                                           : nullptr;
  Ty from = check(e->operand, hint);
  casts_.push_back({e, from, to});
  return to;
}

void Checker::invalid_cast(const PendingCast& cast, Ty from, Ty to, std::uint16_t code) {
  std::string f = "`" + show(from) + "`", t = "`" + show(to) + "`";
  switch (code) {
  case 604:
    return error(604, cast.expr->span, "only `u8` can be cast as `char`, not " + f, "invalid cast");
  case 54:
    return error(54, cast.expr->span, "cannot cast " + f + " as `bool`", "unsupported cast");
  case 605:
    return error(605, cast.expr->span, "non-primitive cast: " + f + " as " + t,
                 "an `as` expression can only be used to convert between primitive types or to coerce to a specific "
                 "trait object");
  case 607:
    return error(607, cast.expr->span, "cannot cast thin pointer " + f + " to wide pointer " + t);
  default:
    return error(606, cast.expr->span, "casting " + f + " as " + t + " is invalid");
  }
}

// Casts between numbers, characters and booleans; true when the pair was dealt with.
bool Checker::cast_numeric(const PendingCast& cast, Ty from, Ty to) {
  bool from_number = from->is_int() || from->is_float(), to_number = to->is_int() || to->is_float();
  bool from_scalar = from_number || from->is(TyKind::kBool) || from->is(TyKind::kChar);
  if (from_number && to_number)
    return true;
  if ((from->is(TyKind::kBool) || from->is(TyKind::kChar)) && to->is_int())
    return true;
  if (to->is(TyKind::kChar) && from_scalar) {
    if (!from->is(TyKind::kU8))
      invalid_cast(cast, from, to, from->is_int() || from->is_float() ? 604 : 606);
    return true;
  }
  if (to->is(TyKind::kBool) && (from_number || from->is(TyKind::kChar))) {
    invalid_cast(cast, from, to, 54);
    return true;
  }
  if (from_scalar && to->is_float()) {
    invalid_cast(cast, from, to, 606);
    return true;
  }
  return false;
}

void Checker::finish_cast(const PendingCast& cast) {
  Ty to = table_.resolve(cast.to), from = table_.resolve(cast.from);
  if (from->has_error || to->has_error)
    return;
  // An undecided integer literal becomes the byte of a char, else the default.
  if (from->is_infer(InferKind::kInt))
    table_.unify(from, to->is_int() ? to : prim(to->is(TyKind::kChar) ? TyKind::kU8 : TyKind::kI32));
  if (from->is_infer(InferKind::kFloat))
    table_.unify(from, to->is_float() ? to : prim(TyKind::kF64));
  from = table_.resolve(from);
  if (cast_numeric(cast, from, to))
    return;
  const hir::Expr* operand = cast.expr->operand;
  bool array_pointer = from->is(TyKind::kRef) && to->is(TyKind::kRawPtr) && from->inner->is(TyKind::kArray) &&
                       (from->is_mut || !to->is_mut);
  if (array_pointer && table_.unify(from->inner->inner, to->inner))
    return;
  if (from->is(TyKind::kFnDef) && to->is(TyKind::kFnPtr) && coerce_fn(operand, from, to))
    return;
  bool from_address = from->is(TyKind::kRawPtr) || from->is(TyKind::kFnPtr) || from->is(TyKind::kFnDef);
  if (from_address && to->is_int()) {
    if (from->inner && from->is(TyKind::kRawPtr) && from->inner->is_unsized())
      invalid_cast(cast, from, to, 606);
    else if (from->is(TyKind::kFnDef))
      emit(make_unsupported(Phase::kTypes, cast.expr->span, "a cast of a function to an integer"));
    return;
  }
  if (to->is(TyKind::kRawPtr) && (from->is_int() || from->is(TyKind::kRawPtr))) {
    bool wide_to = to->inner->is_unsized(), wide_from = from->inner && from->inner->is_unsized();
    if (wide_to && !wide_from)
      invalid_cast(cast, from, to, from->is_int() ? 606 : 607);
    return;
  }
  if (try_coerce(operand, from, to))
    return;
  bool primitive_to = to->is_int() || to->is_float() || to->is_pointer() || to->is(TyKind::kChar) ||
                      to->is(TyKind::kBool) || to->is(TyKind::kFnPtr);
  bool primitive_from = !from->is(TyKind::kAdt) && !from->is(TyKind::kTuple) && !from->is(TyKind::kArray);
  invalid_cast(cast, from, to, primitive_to && primitive_from && !to->is(TyKind::kRef) ? 606 : 605);
}

} // namespace minirc
