// Places, operands, loads and stores.
#include "minicompiler/codegen/body_codegen.h"

namespace minirc::codegen {

using mir::ConstantKind;
using mir::OperandKind;
using mir::ProjKind;

BodyCodegen::Address BodyCodegen::address_of(const mir::Place& place) {
  const LocalState& local = locals_[place.local];
  Ty type = body_.locals[place.local].type;
  std::uint32_t i = 0;
  Address address{local.value, nullptr, type};
  if (local.kind == LocalKind::kValue && place.count > 0) { // the first step follows the pointer
    llvm::Value* pointer = local.value ? local.value : llvm::PoisonValue::get(this->type(type));
    if (module_.is_fat(type))
      address = {builder_.CreateExtractValue(pointer, 0), builder_.CreateExtractValue(pointer, 1), type->inner};
    else
      address = {pointer, nullptr, type->inner};
    i = 1;
  }
  for (; i < place.count; i++)
    address = step(address, body_.projs(place)[i]);
  return address;
}

BodyCodegen::Address BodyCodegen::step(const Address& base, const mir::Proj& proj) {
  switch (proj.kind) {
  case ProjKind::kDeref: {
    llvm::Value* pointer = load(base);
    if (module_.is_fat(base.type))
      return {builder_.CreateExtractValue(pointer, 0), builder_.CreateExtractValue(pointer, 1), proj.type};
    return {pointer, nullptr, proj.type};
  }
  case ProjKind::kField:
    return {builder_.CreateStructGEP(type(base.type), base.pointer, proj.index), nullptr, proj.type};
  case ProjKind::kIndex: {
    llvm::Value* index = place_value({proj.index, 0, 0});
    return {builder_.CreateInBoundsGEP(type(proj.type), base.pointer, index), nullptr, proj.type};
  }
  case ProjKind::kConstIndex:
    return {builder_.CreateInBoundsGEP(type(proj.type), base.pointer, module_.i64(proj.index)), nullptr, proj.type};
  }
  return base;
}

llvm::Value* BodyCodegen::load(const Address& address) {
  llvm::Value* value = builder_.CreateAlignedLoad(type(address.type), address.pointer, module_.align_of(address.type));
  return address.type->is(TyKind::kBool) ? builder_.CreateTrunc(value, builder_.getInt1Ty()) : value;
}

void BodyCodegen::store(const Address& address, llvm::Value* value) {
  if (address.type->is(TyKind::kBool))
    value = builder_.CreateZExt(value, builder_.getInt8Ty());
  builder_.CreateAlignedStore(value, address.pointer, module_.align_of(address.type));
}

void BodyCodegen::copy_memory(const Address& to, llvm::Value* from) {
  std::uint64_t size = module_.size_of(to.type);
  llvm::Align align = module_.align_of(to.type);
  if (size > 0 && to.pointer != from)
    builder_.CreateMemCpy(to.pointer, align, from, align, size);
}

llvm::Value* BodyCodegen::place_value(const mir::Place& place) {
  const LocalState& local = locals_[place.local];
  if (place.count == 0 && local.kind == LocalKind::kValue)
    return local.value ? local.value : llvm::PoisonValue::get(module_.immediate_type(body_.locals[place.local].type));
  if (local.kind == LocalKind::kPair)
    return body_.projs(place)[0].index == 0 ? local.value : local.overflow;
  return load(address_of(place));
}

llvm::Value* BodyCodegen::operand(const mir::Operand& operand) {
  if (operand.kind == OperandKind::kConst)
    return constant(body_.constants[operand.constant]);
  return place_value(operand.place);
}

llvm::Value* BodyCodegen::constant(const mir::Constant& constant) {
  switch (constant.kind) {
  case ConstantKind::kScalar:
    return module_.scalar(constant.type, constant.bits);
  case ConstantKind::kStr:
    return module_.text(constant.text);
  case ConstantKind::kByteStr:
    return module_.text_pointer(constant.text);
  case ConstantKind::kFn:
    return module_.function(constant.def);
  case ConstantKind::kStatic:
    return module_.static_variable(constant.def);
  case ConstantKind::kValue:
    return module_.const_value(*constant.value);
  case ConstantKind::kZeroSized:
    break;
  }
  return llvm::PoisonValue::get(module_.immediate_type(constant.type));
}

llvm::Value* BodyCodegen::memory_constant(const mir::Constant& constant) {
  bool zero_sized = module_.is_zero_sized(constant.type);
  if (zero_sized || constant.kind != ConstantKind::kValue)
    return llvm::ConstantPointerNull::get(llvm::PointerType::get(context(), 0));
  return module_.anonymous_global(module_.const_value(*constant.value), module_.align_of(constant.type), "const");
}

llvm::Value* BodyCodegen::operand_address(const mir::Operand& operand) {
  if (operand.kind == OperandKind::kConst)
    return memory_constant(body_.constants[operand.constant]);
  return address_of(operand.place).pointer;
}

llvm::Value* BodyCodegen::pointer_to(const Address& address, Ty pointer_type) {
  if (!module_.is_fat(pointer_type))
    return address.pointer;
  llvm::Value* fat = llvm::PoisonValue::get(type(pointer_type));
  fat = builder_.CreateInsertValue(fat, address.pointer, 0);
  return builder_.CreateInsertValue(fat, address.length ? address.length : module_.i64(address.type->length), 1);
}

void BodyCodegen::assign(const mir::Place& place, llvm::Value* value) {
  LocalState& local = locals_[place.local];
  if (place.count == 0 && local.kind == LocalKind::kValue)
    local.value = value;
  else
    store(address_of(place), value);
}

} // namespace minirc::codegen
