// Rvalues: operators, casts, aggregates.
#include "minicompiler/codegen/body_codegen.h"

namespace minirc::codegen {

using mir::CastKind;
using mir::Rvalue;
using mir::RvalueKind;

void BodyCodegen::assign(const mir::Place& dest, const Rvalue& value) {
  LocalState& local = locals_[dest.local];
  if (local.kind == LocalKind::kPair && dest.count == 0) {
    std::tie(local.value, local.overflow) = checked(value);
    return;
  }
  if (module_.is_immediate(body_.type_of(dest)))
    return assign(dest, rvalue(value));
  assign_memory(address_of(dest), value);
}

void BodyCodegen::assign_memory(const Address& dest, const Rvalue& value) {
  if (module_.is_zero_sized(dest.type))
    return;
  switch (value.kind) {
  case RvalueKind::kUse:
    return copy_memory(dest, operand_address(value.a));
  case RvalueKind::kRepeat:
    return repeat(dest, value.a);
  case RvalueKind::kBuiltin: { // overflowing_add and its kin: the only builtins that make a tuple
    const mir::Operand* args = &body_.operands[value.first];
    BinaryOp op = value.builtin == Builtin::kOverflowingAdd   ? BinaryOp::kAdd
                  : value.builtin == Builtin::kOverflowingSub ? BinaryOp::kSub
                                                              : BinaryOp::kMul;
    Ty number = dest.type->elements[0];
    auto [result, overflow] = with_overflow(op, operand(args[0]), operand(args[1]), number);
    store(step(dest, {mir::ProjKind::kField, 0, number}), result);
    return store(step(dest, {mir::ProjKind::kField, 1, dest.type->elements[1]}), overflow);
  }
  default:
    llvm_unreachable("this rvalue makes no memory value");
  }
}

llvm::Value* BodyCodegen::rvalue(const Rvalue& value) {
  switch (value.kind) {
  case RvalueKind::kUse:
    return operand(value.a);
  case RvalueKind::kRef:
    return pointer_to(address_of(value.place), value.type);
  case RvalueKind::kLen: {
    Address address = address_of(value.place);
    return address.length ? address.length : module_.i64(address.type->length);
  }
  case RvalueKind::kNeg:
    return value.type->is_float() ? builder_.CreateFNeg(operand(value.a)) : builder_.CreateNeg(operand(value.a));
  case RvalueKind::kNot:
    return builder_.CreateNot(operand(value.a));
  case RvalueKind::kBinary:
    return binary(value.op, operand(value.a), operand(value.b), body_.type_of(value.a));
  case RvalueKind::kCast: {
    Ty from = body_.type_of(value.a);
    if (value.cast == CastKind::kNumeric)
      return numeric_cast(operand(value.a), from, value.type);
    if (value.cast == CastKind::kPointer)
      return pointer_cast(operand(value.a), from, value.type);
    return pointer_to({operand(value.a), nullptr, from->inner}, value.type);
  }
  case RvalueKind::kBuiltin:
    return builtin(value);
  case RvalueKind::kSlice: {
    Address base = address_of(value.place);
    llvm::Value* start = builder_.CreateInBoundsGEP(type(base.type->inner), base.pointer, operand(value.a));
    return pointer_to({start, operand(value.b), value.type->inner}, value.type);
  }
  case RvalueKind::kStrEq:
  case RvalueKind::kStrCmp:
    return text_order(value);
  case RvalueKind::kChecked:
  case RvalueKind::kAggregate:
  case RvalueKind::kRepeat:
    break;
  }
  llvm_unreachable("this rvalue makes no immediate");
}

std::pair<llvm::Value*, llvm::Value*> BodyCodegen::with_overflow(BinaryOp op, llvm::Value* a, llvm::Value* b, Ty type) {
  bool sign = type->is_signed();
  llvm::Intrinsic::ID id =
      op == BinaryOp::kAdd   ? (sign ? llvm::Intrinsic::sadd_with_overflow : llvm::Intrinsic::uadd_with_overflow)
      : op == BinaryOp::kSub ? (sign ? llvm::Intrinsic::ssub_with_overflow : llvm::Intrinsic::usub_with_overflow)
                             : (sign ? llvm::Intrinsic::smul_with_overflow : llvm::Intrinsic::umul_with_overflow);
  llvm::Value* both = builder_.CreateBinaryIntrinsic(id, a, b);
  return {builder_.CreateExtractValue(both, 0), builder_.CreateExtractValue(both, 1)};
}

std::pair<llvm::Value*, llvm::Value*> BodyCodegen::checked(const Rvalue& value) {
  return with_overflow(value.op, operand(value.a), operand(value.b), value.type->elements[0]);
}

llvm::Value* BodyCodegen::binary(BinaryOp op, llvm::Value* a, llvm::Value* b, Ty type) {
  bool real = type->is_float(), sign = type->is_signed();
  if (is_comparison(op))
    return comparison(op, a, b, type);
  switch (op) {
  case BinaryOp::kAdd:
    return real ? builder_.CreateFAdd(a, b) : builder_.CreateAdd(a, b);
  case BinaryOp::kSub:
    return real ? builder_.CreateFSub(a, b) : builder_.CreateSub(a, b);
  case BinaryOp::kMul:
    return real ? builder_.CreateFMul(a, b) : builder_.CreateMul(a, b);
  case BinaryOp::kDiv:
    return real ? builder_.CreateFDiv(a, b) : sign ? builder_.CreateSDiv(a, b) : builder_.CreateUDiv(a, b);
  case BinaryOp::kRem:
    return real ? builder_.CreateFRem(a, b) : sign ? builder_.CreateSRem(a, b) : builder_.CreateURem(a, b);
  case BinaryOp::kBitAnd:
    return builder_.CreateAnd(a, b);
  case BinaryOp::kBitOr:
    return builder_.CreateOr(a, b);
  case BinaryOp::kBitXor:
    return builder_.CreateXor(a, b);
  default:
    break;
  }
  b = builder_.CreateAnd(b, llvm::ConstantInt::get(b->getType(), type->bits() - 1));
  return op == BinaryOp::kShl ? builder_.CreateShl(a, b) : sign ? builder_.CreateAShr(a, b) : builder_.CreateLShr(a, b);
}

llvm::Value* BodyCodegen::comparison(BinaryOp op, llvm::Value* a, llvm::Value* b, Ty type) {
  using P = llvm::CmpInst::Predicate;
  static constexpr P kReal[] = {P::FCMP_OEQ, P::FCMP_UNE, P::FCMP_OLT, P::FCMP_OLE, P::FCMP_OGT, P::FCMP_OGE};
  static constexpr P kSigned[] = {P::ICMP_EQ, P::ICMP_NE, P::ICMP_SLT, P::ICMP_SLE, P::ICMP_SGT, P::ICMP_SGE};
  static constexpr P kUnsigned[] = {P::ICMP_EQ, P::ICMP_NE, P::ICMP_ULT, P::ICMP_ULE, P::ICMP_UGT, P::ICMP_UGE};
  int which = static_cast<int>(op) - static_cast<int>(BinaryOp::kEq);
  if (type->is_float())
    return builder_.CreateFCmp(kReal[which], a, b);
  if (module_.is_fat(type)) { // raw pointers to slices: the address, then the length
    llvm::Value* equal_addresses =
        builder_.CreateICmpEQ(builder_.CreateExtractValue(a, 0), builder_.CreateExtractValue(b, 0));
    llvm::Value* by_length =
        builder_.CreateICmp(kUnsigned[which], builder_.CreateExtractValue(a, 1), builder_.CreateExtractValue(b, 1));
    llvm::Value* by_address =
        builder_.CreateICmp(kUnsigned[which], builder_.CreateExtractValue(a, 0), builder_.CreateExtractValue(b, 0));
    return builder_.CreateSelect(equal_addresses, by_length, by_address);
  }
  return builder_.CreateICmp(type->is_signed() ? kSigned[which] : kUnsigned[which], a, b);
}

// Saturating, NaN to 0, as `as` is defined.
llvm::Value* BodyCodegen::float_to_int(llvm::Value* value, Ty to) {
  llvm::Intrinsic::ID id = to->is_signed() ? llvm::Intrinsic::fptosi_sat : llvm::Intrinsic::fptoui_sat;
  return builder_.CreateIntrinsic(id, {type(to), value->getType()}, {value});
}

llvm::Value* BodyCodegen::numeric_cast(llvm::Value* value, Ty from, Ty to) {
  llvm::Type* target = module_.immediate_type(to);
  if (from->is_float())
    return to->is_float() ? builder_.CreateFPCast(value, target) : float_to_int(value, to);
  if (to->is_float())
    return from->is_signed() ? builder_.CreateSIToFP(value, target) : builder_.CreateUIToFP(value, target);
  return builder_.CreateIntCast(value, target, from->is_signed());
}

llvm::Value* BodyCodegen::pointer_cast(llvm::Value* value, Ty from, Ty to) {
  if (module_.is_fat(from)) {
    if (module_.is_fat(to))
      return value;
    value = builder_.CreateExtractValue(value, 0);
  }
  if (to->is_int())
    return builder_.CreatePtrToInt(value, type(to));
  return from->is_int() ? builder_.CreateIntToPtr(value, type(to)) : value;
}

llvm::Value* BodyCodegen::text_order(const Rvalue& value) {
  bool equality = value.kind == RvalueKind::kStrEq;
  llvm::Value* a = operand(value.a);
  llvm::Value* b = operand(value.b);
  llvm::Type* pointer = builder_.getPtrTy();
  llvm::Type* length = builder_.getInt64Ty();
  llvm::FunctionCallee callee =
      module_.runtime(equality ? "minirc_rt_str_eq" : "minirc_rt_str_cmp",
                      equality ? builder_.getInt8Ty() : builder_.getInt32Ty(), {pointer, length, pointer, length});
  llvm::Value* result =
      builder_.CreateCall(callee, {builder_.CreateExtractValue(a, 0), builder_.CreateExtractValue(a, 1),
                                   builder_.CreateExtractValue(b, 0), builder_.CreateExtractValue(b, 1)});
  return equality ? builder_.CreateTrunc(result, builder_.getInt1Ty()) : result;
}

void BodyCodegen::repeat(const Address& dest, const mir::Operand& element) {
  if (element.kind == mir::OperandKind::kConst) {
    const mir::Constant& constant = body_.constants[element.constant];
    bool zero = constant.kind == mir::ConstantKind::kScalar && constant.bits == 0;
    if (zero ||
        (constant.kind == mir::ConstantKind::kScalar && constant.type->bits() == 8 && constant.type->is_int())) {
      llvm::Value* byte = builder_.getInt8(static_cast<std::uint8_t>(constant.bits));
      builder_.CreateMemSet(dest.pointer, byte, module_.size_of(dest.type), module_.align_of(dest.type));
      return;
    }
  }
  fill_elements(dest.pointer, module_.i64(dest.type->length), dest.type->inner, element);
}

void BodyCodegen::fill_elements(llvm::Value* pointer, llvm::Value* count, Ty element, const mir::Operand& value) {
  bool immediate = module_.is_immediate(element);
  llvm::Value* item = immediate ? operand(value) : operand_address(value);
  llvm::BasicBlock* before = builder_.GetInsertBlock();
  auto* head = llvm::BasicBlock::Create(context(), "fill", &function_);
  auto* body = llvm::BasicBlock::Create(context(), "fill", &function_);
  auto* done = llvm::BasicBlock::Create(context(), "filled", &function_);
  builder_.CreateBr(head);
  builder_.SetInsertPoint(head);
  llvm::PHINode* i = builder_.CreatePHI(builder_.getInt64Ty(), 2);
  i->addIncoming(module_.i64(0), before);
  builder_.CreateCondBr(builder_.CreateICmpULT(i, count), body, done);
  builder_.SetInsertPoint(body);
  Address slot{builder_.CreateInBoundsGEP(type(element), pointer, i), nullptr, element};
  if (immediate)
    store(slot, item);
  else
    copy_memory(slot, item);
  i->addIncoming(builder_.CreateAdd(i, module_.i64(1)), builder_.GetInsertBlock());
  builder_.CreateBr(head);
  builder_.SetInsertPoint(done);
}

} // namespace minirc::codegen
