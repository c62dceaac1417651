// Methods of primitive types that are one value each (mir/build_builtin.cpp has made the checks).
#include "minicompiler/codegen/body_codegen.h"

namespace minirc::codegen {

namespace I = llvm::Intrinsic;

llvm::Value* BodyCodegen::builtin(const mir::Rvalue& value) {
  llvm::SmallVector<llvm::Value*, 3> args;
  for (std::uint32_t i = 0; i < value.count; i++)
    args.push_back(operand(body_.operands[value.first + i]));
  Ty type = body_.type_of(body_.operands[value.first]);
  switch (value.builtin) {
  case Builtin::kFToBits:
  case Builtin::kFFromBits:
    return builder_.CreateBitCast(args[0], this->type(value.type));
  case Builtin::kCharIsAsciiDigit:
  case Builtin::kU8IsAsciiDigit:
    return range_check(args[0], '0', '9', false);
  case Builtin::kCharIsAsciiAlphabetic:
  case Builtin::kU8IsAsciiAlphabetic:
    return range_check(args[0], 'a', 'z', true);
  default:
    break;
  }
  if (type->is_float())
    return float_builtin(value.builtin, args, type);
  if (llvm::Value* result = bit_builtin(value.builtin, args, type, value.type))
    return result;
  if (llvm::Value* result = bounded_builtin(value.builtin, args, type))
    return result;
  return int_builtin(value.builtin, args, type);
}

llvm::Value* BodyCodegen::range_check(llvm::Value* value, char lo, char hi, bool ignore_case) {
  llvm::Type* type = value->getType();
  auto number = [&](int n) { return llvm::ConstantInt::get(type, static_cast<std::uint64_t>(n)); };
  if (ignore_case)
    value = builder_.CreateOr(value, number(0x20));
  return builder_.CreateICmpULE(builder_.CreateSub(value, number(lo)), number(hi - lo));
}

llvm::Value* BodyCodegen::unary_intrinsic(I::ID id, llvm::ArrayRef<llvm::Value*> args) {
  return builder_.CreateIntrinsic(id, {args[0]->getType()}, args);
}

// Counting and moving bits. Null for other builtins.
llvm::Value* BodyCodegen::bit_builtin(Builtin which, llvm::ArrayRef<llvm::Value*> args, Ty type, Ty result) {
  llvm::Value* a = args[0];
  llvm::Type* t = a->getType();
  auto as_result = [&](llvm::Value* v) { return builder_.CreateIntCast(v, this->type(result), false); };
  auto as_self = [&](llvm::Value* v) { return builder_.CreateIntCast(v, t, false); };
  auto count_zeros = [&](I::ID id, llvm::Value* v) {
    return as_result(builder_.CreateIntrinsic(id, {t}, {v, builder_.getFalse()}));
  };
  switch (which) {
  case Builtin::kCountOnes:
    return as_result(unary_intrinsic(I::ctpop, {a}));
  case Builtin::kCountZeros:
    return as_result(unary_intrinsic(I::ctpop, {builder_.CreateNot(a)}));
  case Builtin::kLeadingZeros:
    return count_zeros(I::ctlz, a);
  case Builtin::kTrailingZeros:
    return count_zeros(I::cttz, a);
  case Builtin::kLeadingOnes:
    return count_zeros(I::ctlz, builder_.CreateNot(a));
  case Builtin::kTrailingOnes:
    return count_zeros(I::cttz, builder_.CreateNot(a));
  case Builtin::kIlog2:
    return builder_.CreateSub(llvm::ConstantInt::get(this->type(result), type->bits() - 1), count_zeros(I::ctlz, a));
  case Builtin::kSwapBytes:
  case Builtin::kToBe:
    return type->bits() == 8 ? a : unary_intrinsic(I::bswap, {a});
  case Builtin::kToLe:
    return a;
  case Builtin::kReverseBits:
    return unary_intrinsic(I::bitreverse, {a});
  case Builtin::kRotateLeft:
    return unary_intrinsic(I::fshl, {a, a, as_self(args[1])});
  case Builtin::kRotateRight:
    return unary_intrinsic(I::fshr, {a, a, as_self(args[1])});
  case Builtin::kWrappingShl:
    return binary(BinaryOp::kShl, a, as_self(args[1]), type);
  case Builtin::kWrappingShr:
    return binary(BinaryOp::kShr, a, as_self(args[1]), type);
  case Builtin::kIsPowerOfTwo:
    return builder_.CreateICmpEQ(unary_intrinsic(I::ctpop, {a}), llvm::ConstantInt::get(t, 1));
  default:
    return nullptr;
  }
}

llvm::Value* BodyCodegen::euclid(Builtin which, llvm::Value* a, llvm::Value* b, Ty type) {
  if (!type->is_signed())
    return which == Builtin::kDivEuclid ? builder_.CreateUDiv(a, b) : builder_.CreateURem(a, b);
  llvm::Value* zero = llvm::Constant::getNullValue(a->getType());
  llvm::Value* one = llvm::ConstantInt::get(a->getType(), 1);
  llvm::Value* rest = builder_.CreateSRem(a, b);
  llvm::Value* below = builder_.CreateICmpSLT(rest, zero);
  llvm::Value* positive = builder_.CreateICmpSGT(b, zero);
  if (which == Builtin::kRemEuclid) {
    llvm::Value* magnitude = builder_.CreateSelect(positive, b, builder_.CreateNeg(b));
    return builder_.CreateSelect(below, builder_.CreateAdd(rest, magnitude), rest);
  }
  llvm::Value* quotient = builder_.CreateSDiv(a, b);
  llvm::Value* moved =
      builder_.CreateSelect(positive, builder_.CreateSub(quotient, one), builder_.CreateAdd(quotient, one));
  return builder_.CreateSelect(below, moved, quotient);
}

// wrapping_*, saturating_*. Null for other builtins.
llvm::Value* BodyCodegen::bounded_builtin(Builtin which, llvm::ArrayRef<llvm::Value*> args, Ty type) {
  llvm::Value* a = args[0];
  llvm::Value* b = args.size() > 1 ? args[1] : nullptr;
  llvm::Type* t = a->getType();
  bool sign = type->is_signed();
  llvm::Value* zero = llvm::Constant::getNullValue(t);
  auto pick = [&](I::ID s, I::ID u) { return sign ? s : u; };
  switch (which) {
  case Builtin::kWrappingAdd:
    return builder_.CreateAdd(a, b);
  case Builtin::kWrappingSub:
    return builder_.CreateSub(a, b);
  case Builtin::kWrappingMul:
    return builder_.CreateMul(a, b);
  case Builtin::kWrappingNeg:
    return builder_.CreateNeg(a);
  case Builtin::kWrappingAbs:
  case Builtin::kAbs:
  case Builtin::kUnsignedAbs:
    return builder_.CreateSelect(builder_.CreateICmpSLT(a, zero), builder_.CreateNeg(a), a);
  case Builtin::kWrappingDiv:
  case Builtin::kWrappingRem: {
    // MIN / -1 traps: the quotient by -1 is the negation, the remainder 0.
    bool div = which == Builtin::kWrappingDiv;
    if (!sign)
      return div ? builder_.CreateUDiv(a, b) : builder_.CreateURem(a, b);
    llvm::Value* by_minus_one = builder_.CreateICmpEQ(b, llvm::Constant::getAllOnesValue(t));
    llvm::Value* divisor = builder_.CreateSelect(by_minus_one, llvm::ConstantInt::get(t, 1), b);
    llvm::Value* plain = div ? builder_.CreateSDiv(a, divisor) : builder_.CreateSRem(a, divisor);
    return builder_.CreateSelect(by_minus_one, div ? builder_.CreateNeg(a) : zero, plain);
  }
  case Builtin::kSaturatingAdd:
    return builder_.CreateBinaryIntrinsic(pick(I::sadd_sat, I::uadd_sat), a, b);
  case Builtin::kSaturatingSub:
    return builder_.CreateBinaryIntrinsic(pick(I::ssub_sat, I::usub_sat), a, b);
  case Builtin::kSaturatingMul: {
    auto [product, overflow] = with_overflow(BinaryOp::kMul, a, b, type);
    llvm::Value* highest = sign ? llvm::ConstantInt::get(t, llvm::APInt::getSignedMaxValue(type->bits()))
                                : llvm::Constant::getAllOnesValue(t);
    llvm::Value* lowest = llvm::ConstantInt::get(t, llvm::APInt::getSignedMinValue(type->bits()));
    llvm::Value* negative = builder_.CreateICmpSLT(builder_.CreateXor(a, b), zero);
    llvm::Value* limit = sign ? builder_.CreateSelect(negative, lowest, highest) : highest;
    return builder_.CreateSelect(overflow, limit, product);
  }
  default:
    return nullptr;
  }
}

llvm::Value* BodyCodegen::int_builtin(Builtin which, llvm::ArrayRef<llvm::Value*> args, Ty type) {
  llvm::Value* a = args[0];
  llvm::Value* b = args.size() > 1 ? args[1] : nullptr;
  llvm::Type* t = a->getType();
  bool sign = type->is_signed();
  llvm::Value* zero = llvm::Constant::getNullValue(t);
  auto constant = [&](std::uint64_t n) { return llvm::ConstantInt::get(t, n); };
  auto pick = [&](I::ID s, I::ID u) { return sign ? s : u; };
  switch (which) {
  case Builtin::kSignum:
    return builder_.CreateSub(builder_.CreateZExt(builder_.CreateICmpSGT(a, zero), t),
                              builder_.CreateZExt(builder_.CreateICmpSLT(a, zero), t));
  case Builtin::kIsNegative:
    return builder_.CreateICmpSLT(a, zero);
  case Builtin::kIsPositive:
    return builder_.CreateICmpSGT(a, zero);
  case Builtin::kAbsDiff: {
    llvm::Value* less = sign ? builder_.CreateICmpSLT(a, b) : builder_.CreateICmpULT(a, b);
    return builder_.CreateSelect(less, builder_.CreateSub(b, a), builder_.CreateSub(a, b));
  }
  case Builtin::kDivEuclid:
  case Builtin::kRemEuclid:
    return euclid(which, a, b, type);
  case Builtin::kNextPowerOfTwo: {
    llvm::Value* leading =
        builder_.CreateIntrinsic(I::ctlz, {t}, {builder_.CreateSub(a, constant(1)), builder_.getFalse()});
    llvm::Value* ones = builder_.CreateLShr(llvm::Constant::getAllOnesValue(t), leading);
    return builder_.CreateSelect(builder_.CreateICmpULE(a, constant(1)), constant(1),
                                 builder_.CreateAdd(ones, constant(1)));
  }
  case Builtin::kIsqrt: {
    llvm::Type* i128 = builder_.getInt128Ty();
    llvm::Value* wide = builder_.CreateZExt(a, i128);
    llvm::Value* high = builder_.CreateLShr(wide, llvm::ConstantInt::get(i128, 64));
    llvm::FunctionCallee root =
        module_.runtime("minirc_rt_isqrt", builder_.getInt64Ty(), {builder_.getInt64Ty(), builder_.getInt64Ty()});
    return builder_.CreateIntCast(builder_.CreateCall(root, {builder_.CreateTrunc(wide, builder_.getInt64Ty()),
                                                             builder_.CreateTrunc(high, builder_.getInt64Ty())}),
                                  t, false);
  }
  case Builtin::kMin:
    return builder_.CreateBinaryIntrinsic(pick(I::smin, I::umin), a, b);
  case Builtin::kMax:
    return builder_.CreateBinaryIntrinsic(pick(I::smax, I::umax), a, b);
  case Builtin::kClamp:
    return builder_.CreateBinaryIntrinsic(pick(I::smin, I::umin),
                                          builder_.CreateBinaryIntrinsic(pick(I::smax, I::umax), a, b), args[2]);
  default:
    llvm_unreachable("not an integer builtin");
  }
}

llvm::Value* BodyCodegen::libm(const char* name, llvm::ArrayRef<llvm::Value*> args, Ty type) {
  llvm::SmallVector<llvm::Type*, 2> params(args.size(), this->type(type));
  std::string full = type->is(TyKind::kF32) ? std::string(name) + "f" : name;
  return builder_.CreateCall(module_.runtime(full.c_str(), this->type(type), params), args);
}

llvm::Value* BodyCodegen::float_builtin(Builtin which, llvm::ArrayRef<llvm::Value*> args, Ty type) {
  struct Entry {
    Builtin builtin;
    I::ID id;
  };
  static constexpr Entry kIntrinsics[] = {
      {Builtin::kFSqrt, I::sqrt},  {Builtin::kFAbs, I::fabs},         {Builtin::kFFloor, I::floor},
      {Builtin::kFCeil, I::ceil},  {Builtin::kFRound, I::round},      {Builtin::kFTrunc, I::trunc},
      {Builtin::kFSin, I::sin},    {Builtin::kFCos, I::cos},          {Builtin::kFExp, I::exp},
      {Builtin::kFLn, I::log},     {Builtin::kFLog10, I::log10},      {Builtin::kFLog2, I::log2},
      {Builtin::kFPowf, I::pow},   {Builtin::kFMulAdd, I::fma},       {Builtin::kFMin, I::minnum},
      {Builtin::kFMax, I::maxnum}, {Builtin::kFCopysign, I::copysign}};
  for (const Entry& entry : kIntrinsics)
    if (entry.builtin == which)
      return unary_intrinsic(entry.id, args);
  llvm::Value* a = args[0];
  llvm::Value* infinity = llvm::ConstantFP::getInfinity(a->getType());
  switch (which) {
  case Builtin::kFFract:
    return builder_.CreateFSub(a, unary_intrinsic(I::trunc, {a}));
  case Builtin::kFPowi:
    return builder_.CreateIntrinsic(I::powi, {a->getType(), builder_.getInt32Ty()}, args);
  case Builtin::kFTan:
    return libm("tan", args, type);
  case Builtin::kFAtan:
    return libm("atan", args, type);
  case Builtin::kFAtan2:
    return libm("atan2", args, type);
  case Builtin::kFHypot:
    return libm("hypot", args, type);
  case Builtin::kFIsNan:
    return builder_.CreateFCmpUNO(a, a);
  case Builtin::kFIsFinite:
    return builder_.CreateFCmpOLT(unary_intrinsic(I::fabs, {a}), infinity);
  case Builtin::kFIsInfinite:
    return builder_.CreateFCmpOEQ(unary_intrinsic(I::fabs, {a}), infinity);
  default:
    llvm_unreachable("not a float builtin");
  }
}

} // namespace minirc::codegen
