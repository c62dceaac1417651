// Output statements: calls of the run-time support (codegen/support/rt.h).
#include "minicompiler/codegen/body_codegen.h"

namespace minirc::codegen {

void BodyCodegen::out(const mir::Statement& s) {
  const mir::Constant& text = body_.constants[s.format];
  llvm::FunctionCallee callee = module_.runtime("minirc_rt_out", builder_.getVoidTy(),
                                                {builder_.getInt32Ty(), builder_.getPtrTy(), builder_.getInt64Ty()});
  builder_.CreateCall(callee, {module_.i32(static_cast<std::uint32_t>(s.sink)), module_.text_pointer(text.text),
                               module_.i64(text.text.size())});
}

// A copy on the stack when the width or the precision is an argument.
llvm::Value* BodyCodegen::spec_of(const mir::Format& format) {
  llvm::Constant* spec = module_.format_spec(format.spec);
  bool dynamic_width = format.spec.width_kind == FormatCount::kArgument;
  bool dynamic_precision = format.spec.precision_kind == FormatCount::kArgument;
  if (!dynamic_width && !dynamic_precision)
    return spec;
  llvm::Type* type = llvm::cast<llvm::GlobalVariable>(spec)->getValueType();
  llvm::Value* copy = slot(type, llvm::Align(4), "format");
  builder_.CreateMemCpy(copy, llvm::Align(4), spec, llvm::Align(4), 16);
  if (dynamic_width)
    builder_.CreateStore(operand(format.width), builder_.CreateStructGEP(type, copy, 5));
  if (dynamic_precision)
    builder_.CreateStore(operand(format.precision), builder_.CreateStructGEP(type, copy, 6));
  return copy;
}

namespace {

// `{}` or, where Debug prints the same, `{:?}`: no width, sign or precision.
bool is_plain(const FormatSpec& spec) {
  return spec.trait <= FormatTrait::kDebug && !spec.plus && !spec.zero && spec.width_kind == FormatCount::kNone &&
         spec.precision_kind == FormatCount::kNone;
}

} // namespace

void BodyCodegen::format_int(llvm::Value* sink, llvm::Value* value, Ty type, llvm::Value* spec) {
  llvm::Type* i64 = builder_.getInt64Ty();
  bool sign = type->is_signed();
  llvm::Type* i32 = builder_.getInt32Ty();
  if (!spec) {
    llvm::FunctionCallee callee =
        module_.runtime(sign ? "minirc_rt_out_i64" : "minirc_rt_out_u64", builder_.getVoidTy(), {i32, i64});
    builder_.CreateCall(callee, {sink, builder_.CreateIntCast(value, i64, sign)});
    return;
  }
  llvm::Value* wide = builder_.CreateIntCast(value, builder_.getInt128Ty(), sign);
  llvm::Value* high = builder_.CreateTrunc(builder_.CreateLShr(wide, llvm::ConstantInt::get(wide->getType(), 64)), i64);
  llvm::FunctionCallee callee =
      module_.runtime("minirc_rt_fmt_int", builder_.getVoidTy(), {i32, i64, i64, i32, i32, builder_.getPtrTy()});
  builder_.CreateCall(
      callee, {sink, builder_.CreateTrunc(wide, i64), high, module_.i32(type->bits()), module_.i32(sign), spec});
}

void BodyCodegen::format(const mir::Statement& s) {
  const mir::Format& format = body_.formats[s.format];
  Ty type = body_.type_of(s.place);
  llvm::Value* value = place_value(s.place);
  llvm::Value* sink = module_.i32(static_cast<std::uint32_t>(s.sink));
  llvm::Type* i32 = builder_.getInt32Ty();
  llvm::Type* pointer = builder_.getPtrTy();
  if (type->is_int())
    return format_int(sink, value, type, is_plain(format.spec) && type->bits() <= 64 ? nullptr : spec_of(format));
  llvm::Value* spec = spec_of(format);
  auto call = [&](const char* name, llvm::Type* kind) {
    builder_.CreateCall(module_.runtime(name, builder_.getVoidTy(), {i32, kind, pointer}), {sink, value, spec});
  };
  switch (type->kind) {
  case TyKind::kF32:
    return call("minirc_rt_fmt_f32", builder_.getFloatTy());
  case TyKind::kF64:
    return call("minirc_rt_fmt_f64", builder_.getDoubleTy());
  case TyKind::kChar:
    return call("minirc_rt_fmt_char", i32);
  case TyKind::kBool:
    value = builder_.CreateZExt(value, i32);
    return call("minirc_rt_fmt_bool", i32);
  case TyKind::kRef: { // a &str
    llvm::FunctionCallee callee =
        module_.runtime("minirc_rt_fmt_str", builder_.getVoidTy(), {i32, pointer, builder_.getInt64Ty(), pointer});
    builder_.CreateCall(callee,
                        {sink, builder_.CreateExtractValue(value, 0), builder_.CreateExtractValue(value, 1), spec});
    return;
  }
  case TyKind::kRawPtr:
  case TyKind::kFnPtr:
    if (module_.is_fat(type))
      value = builder_.CreateExtractValue(value, 0);
    return call("minirc_rt_fmt_ptr", pointer);
  default:
    return; // `!` and function items have no values to print
  }
}

} // namespace minirc::codegen
