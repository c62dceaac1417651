// Arithmetic on constants as Rust defines it: two's complement of the type's width, overflow detected. Pure.
#ifndef PARAUDIT_MINICOMPILER_TY_CONST_ARITH_H
#define PARAUDIT_MINICOMPILER_TY_CONST_ARITH_H

#include "minicompiler/source/operators.h"
#include "minicompiler/ty/tyctxt.h"
#include "minicompiler/ty/typeck_results.h"
#include <string>

namespace minirc {

struct ArithResult {
  u128 bits = 0;
  bool overflow = false; // or an impossible shift
  bool divides_by_zero = false;
  bool supported = true;
};

// What rustc says of an operation that overflowed or divided by zero.
std::string arith_failure(TyCtxt& cx, BinaryOp op, const ConstValue& lhs, const ConstValue& rhs,
                          const ArithResult& result);

u128 truncate_bits(u128 bits, Ty type);
i128 signed_value(u128 bits, Ty type);
double float_value(u128 bits, Ty type);
u128 float_to_bits(double value, Ty type);

// lhs op rhs, both of `type` (shifts: rhs already reduced to a count, with its own sign lost); comparisons give 0 or 1.
ArithResult const_binary(BinaryOp op, u128 lhs, u128 rhs, Ty type);
ArithResult const_negate(u128 bits, Ty type);
u128 const_cast_bits(u128 bits, Ty from, Ty to);
// Methods of integers without side effects; supported is false for the rest.
ArithResult const_builtin(Builtin builtin, u128 self, u128 arg, Ty type);

} // namespace minirc

#endif
