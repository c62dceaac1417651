// Methods of primitive types. What needs checks or memory is spelled out here; the rest is one kBuiltin value.
#include "minicompiler/mir/builder.h"

namespace minirc::mir {

void Builder::builtin(const Place& dest, Builtin which, std::vector<Operand> args, Span span) {
  Ty type = body_.type_of(dest);
  if (sequence_builtin(dest, which, args, span) || checked_builtin(dest, which, args, span))
    return;
  if (which == Builtin::kCloneCopy) {
    Place source = spill(args[0]);
    while (body_.type_of(source) != type && body_.type_of(source)->is(TyKind::kRef))
      source = deref(source);
    return assign(dest, copy(source));
  }
  for (Operand& arg : args)
    while (type_of(arg)->is(TyKind::kRef))
      arg = copy(deref(spill(arg)));
  if (which == Builtin::kConvert)
    return assign(dest, cast(CastKind::kNumeric, args[0], type));
  assign(dest, pure(which, std::move(args), type));
}

Operand Builder::pure(Builtin which, std::vector<Operand> args, Ty type) {
  auto first = list(args);
  return value(Rvalue{.kind = RvalueKind::kBuiltin,
                      .builtin = which,
                      .type = type,
                      .first = first,
                      .count = static_cast<std::uint32_t>(args.size())});
}

bool Builder::checked_builtin(const Place& dest, Builtin which, const std::vector<Operand>& args, Span span) {
  auto require = [&](BinaryOp op, const Operand& a, const Operand& b, PanicKind panic) {
    check(value(binary(op, a, b, bool_)), true, panic, span);
  };
  Ty type = args.empty() ? nullptr : type_of(args[0]);
  bool checks = options_.overflow_checks;
  switch (which) {
  case Builtin::kPow:
  case Builtin::kWrappingPow:
    builtin_pow(dest, args[0], args[1], which == Builtin::kWrappingPow, span);
    return true;
  case Builtin::kAbs:
    if (checks)
      require(BinaryOp::kNe, args[0], scalar(type, u128(1) << (type->bits() - 1)), PanicKind::kNegOverflow);
    return false;
  case Builtin::kWrappingDiv:
    require(BinaryOp::kNe, args[1], scalar(type, 0), PanicKind::kDivByZero);
    return false;
  case Builtin::kWrappingRem:
    require(BinaryOp::kNe, args[1], scalar(type, 0), PanicKind::kRemByZero);
    return false;
  case Builtin::kDivEuclid:
    division(BinaryOp::kDiv, stable(args[0]), stable(args[1]), type, span);
    return false;
  case Builtin::kRemEuclid:
    division(BinaryOp::kRem, stable(args[0]), stable(args[1]), type, span);
    return false;
  case Builtin::kNextPowerOfTwo:
    if (checks)
      require(BinaryOp::kLe, args[0], scalar(type, u128(1) << (type->bits() - 1)), PanicKind::kAddOverflow);
    return false;
  case Builtin::kIsqrt:
    if (type->is_signed())
      require(BinaryOp::kGe, args[0], scalar(type, 0), PanicKind::kIsqrtNegative);
    return false;
  case Builtin::kIlog2:
    require(BinaryOp::kGt, args[0], scalar(type, 0), PanicKind::kIlogNonPositive);
    return false;
  case Builtin::kClamp:
    require(BinaryOp::kLe, args[1], args[2], PanicKind::kClampOrder);
    return false;
  default:
    return false;
  }
}

// By squaring, as std does it, so that overflow panics exactly when the result does not fit.
void Builder::builtin_pow(const Place& dest, const Operand& base, const Operand& exponent, bool wrapping, Span span) {
  Ty type = type_of(base);
  Place power = place_of(new_local(type)), result = place_of(new_local(type)), left = place_of(new_local(u32_));
  BlockId head = new_block(), more = new_block(), odd = new_block(), even = new_block(), done = new_block();
  auto multiply = [&](const Place& to, const Place& by) {
    Operand product = wrapping ? value(binary(BinaryOp::kMul, copy(to), copy(by), type))
                               : arithmetic(BinaryOp::kMul, copy(to), copy(by), type, span);
    assign(to, product);
  };
  auto left_and = [&](BinaryOp op, u128 number) { return value(binary(op, copy(left), scalar(u32_, number), u32_)); };
  auto is = [&](BinaryOp op, const Operand& a, u128 number) {
    return value(binary(op, a, scalar(u32_, number), bool_));
  };
  assign(power, base);
  assign(result, scalar(type, 1));
  assign(left, exponent);
  go_to(head);
  start(head);
  switch_bool(is(BinaryOp::kEq, copy(left), 0), done, more);
  start(more);
  switch_bool(is(BinaryOp::kNe, left_and(BinaryOp::kBitAnd, 1), 0), odd, even);
  start(odd);
  multiply(result, power);
  go_to(even);
  start(even);
  assign(left, left_and(BinaryOp::kShr, 1));
  BlockId square = new_block();
  switch_bool(is(BinaryOp::kEq, copy(left), 0), done, square);
  start(square);
  multiply(power, power);
  go_to(head);
  start(done);
  assign(dest, copy(result));
}

bool Builder::sequence_builtin(const Place& dest, Builtin which, const std::vector<Operand>& args, Span span) {
  auto length = [&] { return length_of(deref(spill(args[0]))); };
  switch (which) {
  case Builtin::kLen:
  case Builtin::kStrLen:
    assign(dest, length());
    return true;
  case Builtin::kIsEmpty:
  case Builtin::kStrIsEmpty:
    assign(dest, binary(BinaryOp::kEq, length(), usize(0), bool_));
    return true;
  case Builtin::kAsPtr:
  case Builtin::kAsMutPtr:
  case Builtin::kStrAsPtr:
  case Builtin::kAsBytes: // the same pointer and length under another type
    assign(dest, cast(CastKind::kPointer, args[0], body_.type_of(dest)));
    return true;
  case Builtin::kSwap:
    builtin_swap(args, span);
    return true;
  case Builtin::kFill: {
    Statement fill;
    fill.kind = StatementKind::kFill;
    fill.place = deref(spill(args[0]));
    fill.value.a = stable(args[1]);
    body_.blocks[current_].statements.push_back(fill);
    return true;
  }
  default:
    return false;
  }
}

void Builder::builtin_swap(const std::vector<Operand>& args, Span span) {
  Place sequence = deref(spill(args[0]));
  Ty element = body_.type_of(sequence)->inner;
  Operand length = length_of(sequence);
  Place at[2];
  for (int i = 0; i < 2; i++) {
    Local index = new_local(usize_);
    assign(place_of(index), args[static_cast<std::size_t>(i) + 1]);
    at[i] = element_at(sequence, index, length, span);
  }
  Place saved = place_of(new_local(element));
  assign(saved, copy(at[0]));
  assign(at[0], copy(at[1]));
  assign(at[1], copy(saved));
}

} // namespace minirc::mir
