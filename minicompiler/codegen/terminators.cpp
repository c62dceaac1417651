// Control flow, calls, panics.
#include "minicompiler/codegen/body_codegen.h"

namespace minirc::codegen {

using mir::OperandKind;
using mir::TerminatorKind;

void BodyCodegen::terminator(const mir::Terminator& t) {
  llvm::Type* pointer = builder_.getPtrTy();
  switch (t.kind) {
  case TerminatorKind::kGoto:
    return go_on(t.target);
  case TerminatorKind::kSwitch:
    return switch_on(t);
  case TerminatorKind::kReturn:
    return return_value();
  case TerminatorKind::kCall:
    return call(t);
  case TerminatorKind::kAssert:
    return assertion(t);
  case TerminatorKind::kPanicText: {
    std::string_view text = body_.constants[t.constant].text;
    builder_.CreateCall(module_.runtime_noreturn("minirc_rt_panic", {pointer, builder_.getInt64Ty(), pointer}),
                        {module_.text_pointer(text), module_.i64(text.size()), module_.location(t.span)});
    break;
  }
  case TerminatorKind::kPanicMessage:
    builder_.CreateCall(module_.runtime_noreturn("minirc_rt_panic_message", {pointer}), {module_.location(t.span)});
    break;
  case TerminatorKind::kNone:
  case TerminatorKind::kUnreachable:
    break;
  }
  builder_.CreateUnreachable();
}

// A block that nothing else leads to continues this one: fewer blocks, and values stay in registers.
void BodyCodegen::go_on(mir::BlockId target) {
  if (predecessors_[target] == 1)
    continues_ = target;
  else
    builder_.CreateBr(blocks_[target]);
}

void BodyCodegen::switch_on(const mir::Terminator& t) {
  llvm::Value* value = operand(t.a);
  if (value->getType()->isIntegerTy(1) && t.count == 1) {
    const mir::SwitchCase& only = body_.cases[t.first];
    llvm::BasicBlock* match = blocks_[only.target];
    llvm::BasicBlock* other = blocks_[t.target];
    builder_.CreateCondBr(value, only.value ? match : other, only.value ? other : match);
    return;
  }
  llvm::SwitchInst* jump = builder_.CreateSwitch(value, blocks_[t.target], t.count);
  unsigned width = value->getType()->getIntegerBitWidth();
  for (std::uint32_t i = 0; i < t.count; i++) {
    const mir::SwitchCase& c = body_.cases[t.first + i];
    std::uint64_t words[] = {static_cast<std::uint64_t>(c.value), static_cast<std::uint64_t>(c.value >> 64)};
    jump->addCase(llvm::ConstantInt::get(context(), llvm::APInt(width, words)), blocks_[c.target]);
  }
}

void BodyCodegen::return_value() {
  if (module_.is_immediate(shape_.ret))
    builder_.CreateRet(place_value({mir::kReturn, 0, 0}));
  else
    builder_.CreateRetVoid();
}

void BodyCodegen::assertion(const mir::Terminator& t) {
  auto* panic = llvm::BasicBlock::Create(context(), "panic", &function_);
  // The condition as it is: after an operation with overflow the jump then tests the flag itself.
  if (t.expected)
    builder_.CreateCondBr(operand(t.a), blocks_[t.target], panic, unlikely_);
  else
    builder_.CreateCondBr(operand(t.a), panic, blocks_[t.target], likely_);
  builder_.SetInsertPoint(panic);
  llvm::Type* pointer = builder_.getPtrTy();
  llvm::Type* i64 = builder_.getInt64Ty();
  if (t.panic == mir::PanicKind::kBounds) {
    const mir::Operand* args = &body_.operands[t.first];
    builder_.CreateCall(module_.runtime_noreturn("minirc_rt_panic_bounds", {i64, i64, pointer}),
                        {operand(args[0]), operand(args[1]), module_.location(t.span)});
  } else {
    builder_.CreateCall(module_.runtime_noreturn("minirc_rt_panic_const", {builder_.getInt32Ty(), pointer}),
                        {module_.i32(static_cast<std::uint32_t>(t.panic)), module_.location(t.span)});
  }
  builder_.CreateUnreachable();
}

// Memory values are passed as the address of a copy that the callee owns; a moved local is its own copy.
llvm::Value* BodyCodegen::argument(const mir::Operand& operand, Ty type) {
  if (module_.is_immediate(type))
    return this->operand(operand);
  llvm::Value* from = operand_address(operand);
  if (operand.kind == OperandKind::kMove && operand.place.count == 0)
    return from;
  Address copy{slot(this->type(type), module_.align_of(type), "argument"), nullptr, type};
  copy_memory(copy, from);
  return copy.pointer;
}

void BodyCodegen::call(const mir::Terminator& t) {
  CallShape shape = t.def.valid() ? module_.shape_of(t.def) : module_.shape_of_pointer(t.callee_type);
  llvm::Value* callee = t.def.valid() ? module_.function(t.def) : operand(t.a);
  llvm::SmallVector<llvm::Value*, 8> args;
  bool by_pointer = module_.returns_by_pointer(shape);
  if (by_pointer)
    args.push_back(address_of(t.place).pointer);
  for (std::uint32_t i = 0; i < t.count; i++) {
    const mir::Operand& given = body_.operands[t.first + i];
    Ty type = i < shape.params.size() ? shape.params[i] : body_.type_of(given);
    if (module_.is_immediate(type) || !module_.is_zero_sized(type))
      args.push_back(argument(given, type));
  }
  llvm::CallInst* made = builder_.CreateCall(module_.function_type(shape), callee, args);
  module_.extend_scalars(
      shape, [&](unsigned index, llvm::Attribute attribute) { made->addAttributeAtIndex(index, attribute); });
  if (by_pointer)
    made->addParamAttr(0, llvm::Attribute::getWithStructRetType(context(), type(shape.ret)));
  if (module_.is_immediate(shape.ret))
    assign(t.place, made);
  if (t.target == mir::kNone)
    builder_.CreateUnreachable();
  else
    go_on(t.target);
}

} // namespace minirc::codegen
