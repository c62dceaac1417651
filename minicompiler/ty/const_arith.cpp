#include "minicompiler/ty/const_arith.h"
#include <bit>
#include <cmath>

namespace minirc {

namespace {

std::string operand_text(TyCtxt& cx, const ConstValue& v) {
  i128 value = v.type->is_signed() ? signed_value(v.bits, v.type) : 0;
  std::string digits = value < 0 ? "-" + to_decimal(u128{0} - static_cast<u128>(value)) : to_decimal(v.bits);
  std::string name = to_string(v.type, cx.defs());
  bool is_min = v.type->is_signed() && v.bits == u128{1} << (v.type->bits() - 1);
  return is_min ? name + "::MIN" : digits + "_" + name;
}

} // namespace

std::string arith_failure(TyCtxt& cx, BinaryOp op, const ConstValue& lhs, const ConstValue& rhs,
                          const ArithResult& result) {
  std::string left = "`" + operand_text(cx, lhs), right = operand_text(cx, rhs);
  if (result.divides_by_zero)
    return op == BinaryOp::kDiv ? "attempt to divide " + left + "` by zero"
                                : "attempt to calculate the remainder of " + left + "` with a divisor of zero";
  if (is_shift(op))
    return std::string("attempt to shift ") + (op == BinaryOp::kShl ? "left" : "right") + " by `" + right +
           "`, which would overflow";
  return "attempt to compute " + left + " " + std::string(spelling(op)) + " " + right + "`, which would overflow";
}

u128 truncate_bits(u128 bits, Ty type) {
  unsigned width = type->bits();
  return width >= 128 || width == 0 ? bits : bits & ((u128{1} << width) - 1);
}

i128 signed_value(u128 bits, Ty type) {
  unsigned width = type->bits();
  if (width < 128 && type->is_signed() && ((bits >> (width - 1)) & 1))
    bits |= ~u128{0} << width;
  return static_cast<i128>(bits);
}

double float_value(u128 bits, Ty type) {
  if (type->is(TyKind::kF32))
    return std::bit_cast<float>(static_cast<std::uint32_t>(bits));
  return std::bit_cast<double>(static_cast<std::uint64_t>(bits));
}

u128 float_to_bits(double value, Ty type) {
  if (type->is(TyKind::kF32))
    return std::bit_cast<std::uint32_t>(static_cast<float>(value));
  return std::bit_cast<std::uint64_t>(value);
}

namespace {

template <class T> bool compare_values(BinaryOp op, T a, T b) {
  switch (op) {
  case BinaryOp::kEq:
    return a == b;
  case BinaryOp::kNe:
    return a != b;
  case BinaryOp::kLt:
    return a < b;
  case BinaryOp::kLe:
    return a <= b;
  case BinaryOp::kGt:
    return a > b;
  default:
    return a >= b;
  }
}

ArithResult float_binary(BinaryOp op, double a, double b, Ty type) {
  if (is_comparison(op))
    return {compare_values(op, a, b)};
  switch (op) {
  case BinaryOp::kAdd:
    return {float_to_bits(a + b, type)};
  case BinaryOp::kSub:
    return {float_to_bits(a - b, type)};
  case BinaryOp::kMul:
    return {float_to_bits(a * b, type)};
  case BinaryOp::kDiv:
    return {float_to_bits(a / b, type)};
  case BinaryOp::kRem:
    return {float_to_bits(std::fmod(a, b), type)};
  default:
    return {.supported = false};
  }
}

// Sum, difference and product with overflow, by the compiler's checked 128-bit operations and a range check.
template <class Wide> ArithResult checked(BinaryOp op, Wide a, Wide b, Ty type) {
  Wide wide = 0;
  bool overflow = op == BinaryOp::kAdd   ? __builtin_add_overflow(a, b, &wide)
                  : op == BinaryOp::kSub ? __builtin_sub_overflow(a, b, &wide)
                                         : __builtin_mul_overflow(a, b, &wide);
  u128 bits = truncate_bits(static_cast<u128>(wide), type);
  overflow |= type->is_signed() ? signed_value(bits, type) != static_cast<i128>(wide) : bits != static_cast<u128>(wide);
  return {bits, overflow};
}

ArithResult divide(BinaryOp op, u128 lhs, u128 rhs, Ty type) {
  bool is_div = op == BinaryOp::kDiv;
  if (rhs == 0)
    return {.divides_by_zero = true};
  if (!type->is_signed())
    return {is_div ? lhs / rhs : lhs % rhs};
  i128 a = signed_value(lhs, type), b = signed_value(rhs, type);
  bool is_min = lhs == u128{1} << (type->bits() - 1);
  if (b == -1)
    return {is_div ? truncate_bits(u128{0} - static_cast<u128>(a), type) : 0, is_min};
  return {truncate_bits(static_cast<u128>(is_div ? a / b : a % b), type)};
}

ArithResult shift(BinaryOp op, u128 lhs, u128 rhs, Ty type) {
  bool overflow = rhs >= type->bits();
  unsigned count = static_cast<unsigned>(rhs % type->bits());
  if (op == BinaryOp::kShl)
    return {truncate_bits(lhs << count, type), overflow};
  return {truncate_bits(type->is_signed() ? static_cast<u128>(signed_value(lhs, type) >> count) : lhs >> count, type),
          overflow};
}

unsigned count_ones(u128 bits) {
  return static_cast<unsigned>(std::popcount(static_cast<std::uint64_t>(bits)) +
                               std::popcount(static_cast<std::uint64_t>(bits >> 64)));
}

unsigned leading_zeros(u128 bits, unsigned width) {
  unsigned count = 0;
  while (count < width && !((bits >> (width - 1 - count)) & 1))
    ++count;
  return count;
}

unsigned trailing_zeros(u128 bits, unsigned width) {
  unsigned count = 0;
  while (count < width && !((bits >> count) & 1))
    ++count;
  return count;
}

ArithResult power(u128 base, u128 exponent, Ty type, bool wrapping) {
  // By squaring. A square that overflows matters only if a later bit uses it.
  ArithResult result{1}, square{base};
  for (; exponent; exponent >>= 1) {
    if (exponent & 1) {
      ArithResult next = const_binary(BinaryOp::kMul, result.bits, square.bits, type);
      result = {next.bits, result.overflow || next.overflow || square.overflow};
    }
    ArithResult next = const_binary(BinaryOp::kMul, square.bits, square.bits, type);
    square = {next.bits, square.overflow || next.overflow};
  }
  return {result.bits, result.overflow && !wrapping};
}

ArithResult rotate(u128 bits, u128 count, Ty type, bool left) {
  unsigned width = type->bits(), by = static_cast<unsigned>(count % width);
  if (!left)
    by = (width - by) % width;
  return {by == 0 ? bits : truncate_bits((bits << by) | (bits >> (width - by)), type)};
}

} // namespace

ArithResult const_binary(BinaryOp op, u128 lhs, u128 rhs, Ty type) {
  if (type->is_float())
    return float_binary(op, float_value(lhs, type), float_value(rhs, type), type);
  if (is_comparison(op))
    return {type->is_signed() ? compare_values(op, signed_value(lhs, type), signed_value(rhs, type))
                              : compare_values(op, lhs, rhs)};
  switch (op) {
  case BinaryOp::kAdd:
  case BinaryOp::kSub:
  case BinaryOp::kMul:
    return type->is_signed() ? checked<i128>(op, signed_value(lhs, type), signed_value(rhs, type), type)
                             : checked<u128>(op, lhs, rhs, type);
  case BinaryOp::kDiv:
  case BinaryOp::kRem:
    return divide(op, lhs, rhs, type);
  case BinaryOp::kShl:
  case BinaryOp::kShr:
    return shift(op, lhs, rhs, type);
  case BinaryOp::kBitAnd:
    return {lhs & rhs};
  case BinaryOp::kBitOr:
    return {lhs | rhs};
  case BinaryOp::kBitXor:
    return {lhs ^ rhs};
  default:
    return {.supported = false};
  }
}

ArithResult const_negate(u128 bits, Ty type) {
  if (type->is_float())
    return {float_to_bits(-float_value(bits, type), type)};
  return {truncate_bits(u128{0} - bits, type), bits == u128{1} << (type->bits() - 1)};
}

namespace {

// Saturating, as `as` is; NaN becomes 0.
u128 float_to_int(double value, Ty to) {
  unsigned width = to->bits();
  if (std::isnan(value))
    return 0;
  double limit = std::ldexp(1.0, static_cast<int>(width) - (to->is_signed() ? 1 : 0));
  u128 max = to->is_signed() ? (u128{1} << (width - 1)) - 1 : width == 128 ? ~u128{0} : (u128{1} << width) - 1;
  if (value >= limit)
    return max;
  if (to->is_signed())
    return value <= -limit ? u128{1} << (width - 1) : truncate_bits(static_cast<u128>(static_cast<i128>(value)), to);
  return value <= 0 ? 0 : static_cast<u128>(value);
}

} // namespace

u128 const_cast_bits(u128 bits, Ty from, Ty to) {
  if (from->is_float() && to->is_float())
    return float_to_bits(float_value(bits, from), to);
  if (from->is_float())
    return float_to_int(float_value(bits, from), to);
  if (to->is(TyKind::kF32)) // one rounding, not two
    return std::bit_cast<std::uint32_t>(from->is_signed() ? static_cast<float>(signed_value(bits, from))
                                                          : static_cast<float>(bits));
  if (to->is_float())
    return float_to_bits(from->is_signed() ? static_cast<double>(signed_value(bits, from)) : static_cast<double>(bits),
                         to);
  return truncate_bits(from->is_signed() ? static_cast<u128>(signed_value(bits, from)) : bits, to);
}

ArithResult const_builtin(Builtin builtin, u128 self, u128 arg, Ty type) {
  if (!type->is_int())
    return {.supported = false};
  unsigned width = type->bits();
  auto wrap = [](ArithResult r) { return ArithResult{r.bits}; };
  switch (builtin) {
  case Builtin::kWrappingAdd:
    return wrap(const_binary(BinaryOp::kAdd, self, arg, type));
  case Builtin::kWrappingSub:
    return wrap(const_binary(BinaryOp::kSub, self, arg, type));
  case Builtin::kWrappingMul:
    return wrap(const_binary(BinaryOp::kMul, self, arg, type));
  case Builtin::kWrappingNeg:
    return wrap(const_negate(self, type));
  case Builtin::kWrappingShl:
    return wrap(const_binary(BinaryOp::kShl, self, arg, type));
  case Builtin::kWrappingShr:
    return wrap(const_binary(BinaryOp::kShr, self, arg, type));
  case Builtin::kRotateLeft:
  case Builtin::kRotateRight:
    return rotate(self, arg, type, builtin == Builtin::kRotateLeft);
  case Builtin::kCountOnes:
    return {count_ones(self)};
  case Builtin::kCountZeros:
    return {width - count_ones(self)};
  case Builtin::kLeadingZeros:
    return {leading_zeros(self, width)};
  case Builtin::kTrailingZeros:
    return {trailing_zeros(self, width)};
  case Builtin::kIsPowerOfTwo:
    return {count_ones(self) == 1};
  case Builtin::kPow:
  case Builtin::kWrappingPow:
    return power(self, arg, type, builtin == Builtin::kWrappingPow);
  case Builtin::kAbs:
    return signed_value(self, type) < 0 ? const_negate(self, type) : ArithResult{self};
  default:
    return {.supported = false};
  }
}

} // namespace minirc
