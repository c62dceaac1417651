#include "minicompiler/codegen/module_codegen.h"
#include "minicompiler/ty/layout.h"

namespace minirc::codegen {

bool ModuleCodegen::is_immediate(Ty type) {
  return type->is_int() || type->is_float() || type->is(TyKind::kBool) || type->is(TyKind::kChar) ||
         type->is_pointer() || type->is(TyKind::kFnPtr);
}

llvm::Type* ModuleCodegen::immediate_type(Ty type) {
  return type->is(TyKind::kBool) ? llvm::Type::getInt1Ty(context()) : memory_type(type);
}

llvm::Type* ModuleCodegen::memory_type(Ty type) {
  llvm::Type*& known = types_[type];
  if (!known) {
    llvm::Type* made = make_memory_type(type);
    types_[type] = made; // the table may have grown meanwhile
    return made;
  }
  return known;
}

llvm::Type* ModuleCodegen::make_memory_type(Ty type) {
  llvm::LLVMContext& c = context();
  bool holds_others = type->is(TyKind::kArray) || type->is(TyKind::kTuple) || type->is(TyKind::kAdt);
  if (holds_others && is_too_big(cx_, type))
    throw TooBig{type};
  if (type->is_int() || type->is(TyKind::kBool) || type->is(TyKind::kChar))
    return llvm::Type::getIntNTy(c, type->bits());
  std::vector<llvm::Type*> fields;
  switch (type->kind) {
  case TyKind::kF32:
    return llvm::Type::getFloatTy(c);
  case TyKind::kF64:
    return llvm::Type::getDoubleTy(c);
  case TyKind::kRef:
  case TyKind::kRawPtr:
    if (is_fat(type))
      return llvm::StructType::get(c, {llvm::PointerType::get(c, 0), llvm::Type::getInt64Ty(c)});
    return llvm::PointerType::get(c, 0);
  case TyKind::kFnPtr:
    return llvm::PointerType::get(c, 0);
  case TyKind::kArray:
    return llvm::ArrayType::get(memory_type(type->inner), type->length);
  case TyKind::kTuple:
    for (Ty element : type->elements)
      fields.push_back(memory_type(element));
    return llvm::StructType::get(c, fields);
  case TyKind::kAdt:
    for (const FieldInfo& field : cx_.struct_def(type->def).fields)
      fields.push_back(memory_type(field.type));
    return llvm::StructType::get(c, fields);
  default: // `!`, function items
    return llvm::StructType::get(c, {});
  }
}

std::uint64_t ModuleCodegen::size_of(Ty type) {
  return module_.getDataLayout().getTypeAllocSize(memory_type(type)).getFixedValue();
}

llvm::Align ModuleCodegen::align_of(Ty type) {
  return module_.getDataLayout().getABITypeAlign(memory_type(type));
}

bool ModuleCodegen::returns_by_pointer(const CallShape& shape) {
  return !is_immediate(shape.ret) && !is_zero_sized(shape.ret);
}

llvm::FunctionType* ModuleCodegen::function_type(const CallShape& shape) {
  std::vector<llvm::Type*> params;
  llvm::Type* pointer = llvm::PointerType::get(context(), 0);
  bool by_pointer = returns_by_pointer(shape);
  if (by_pointer)
    params.push_back(pointer);
  for (Ty param : shape.params)
    if (is_immediate(param))
      params.push_back(immediate_type(param));
    else if (!is_zero_sized(param))
      params.push_back(pointer);
  llvm::Type* result = is_immediate(shape.ret) ? immediate_type(shape.ret) : llvm::Type::getVoidTy(context());
  return llvm::FunctionType::get(result, params, shape.is_variadic);
}

// C's callers widen small integers to 32 bits, and its callees rely on that.
void ModuleCodegen::extend_scalars(const CallShape& shape, const std::function<void(unsigned, llvm::Attribute)>& add) {
  if (!shape.is_extern_c)
    return;
  auto attribute = [&](Ty type) {
    return llvm::Attribute::get(context(), type->is_signed() ? llvm::Attribute::SExt : llvm::Attribute::ZExt);
  };
  auto small = [](Ty type) { return (type->is_int() || type->is(TyKind::kBool)) && type->bits() < 32; };
  if (small(shape.ret))
    add(llvm::AttributeList::ReturnIndex, attribute(shape.ret));
  unsigned index = llvm::AttributeList::FirstArgIndex;
  for (Ty param : shape.params) {
    if (small(param))
      add(index, attribute(param));
    index += is_immediate(param) || !is_zero_sized(param);
  }
}

CallShape ModuleCodegen::shape_of(DefId function) {
  const FnSig& sig = cx_.fn_sig(function);
  return {sig.params, sig.ret, sig.is_variadic, sig.is_extern_c};
}

CallShape ModuleCodegen::shape_of_pointer(Ty fn_ptr) {
  return {std::vector<Ty>(fn_ptr->elements.begin(), fn_ptr->elements.end()), fn_ptr->inner, false, fn_ptr->is_extern_c};
}

} // namespace minirc::codegen
