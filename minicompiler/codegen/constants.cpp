#include "minicompiler/codegen/module_codegen.h"

#include "minicompiler/codegen/support/rt.h"

namespace minirc::codegen {

llvm::Constant* ModuleCodegen::scalar(Ty type, u128 bits) {
  std::uint64_t words[] = {static_cast<std::uint64_t>(bits), static_cast<std::uint64_t>(bits >> 64)};
  if (type->is_float()) {
    bool wide = type->is(TyKind::kF64);
    llvm::APInt integer(wide ? 64 : 32, words[0]);
    return llvm::ConstantFP::get(
        context(), llvm::APFloat(wide ? llvm::APFloat::IEEEdouble() : llvm::APFloat::IEEEsingle(), integer));
  }
  if (type->is_pointer() || type->is(TyKind::kFnPtr)) {
    llvm::Constant* address = llvm::ConstantExpr::getIntToPtr(i64(words[0]), llvm::PointerType::get(context(), 0));
    return words[0] ? address : llvm::Constant::getNullValue(memory_type(type));
  }
  unsigned width = type->is(TyKind::kBool) ? 1 : type->bits();
  return llvm::ConstantInt::get(context(), llvm::APInt(width, words));
}

llvm::Constant* ModuleCodegen::anonymous_global(llvm::Constant* value, llvm::Align align, const llvm::Twine& name) {
  auto* global =
      new llvm::GlobalVariable(module_, value->getType(), true, llvm::GlobalValue::PrivateLinkage, value, name);
  global->setUnnamedAddr(llvm::GlobalValue::UnnamedAddr::Global);
  global->setAlignment(align);
  return global;
}

llvm::Constant* ModuleCodegen::text_pointer(std::string_view text) {
  llvm::Constant*& known = texts_[text];
  if (!known)
    known = anonymous_global(llvm::ConstantDataArray::getString(context(), {text.data(), text.size()}, false),
                             llvm::Align(1), "text");
  return known;
}

llvm::Constant* ModuleCodegen::text(std::string_view text) {
  return llvm::ConstantStruct::getAnon({text_pointer(text), i64(text.size())});
}

// Laid out as RtLocation.
llvm::Constant* ModuleCodegen::location(Span span) {
  llvm::Constant*& known = locations_[span.lo];
  if (known)
    return known;
  Location place = cx_.sources().lookup(span.lo);
  std::string_view path = place.file ? std::string_view(place.file->path) : std::string_view("<unknown>");
  llvm::Constant* fields[] = {text_pointer(path), i64(path.size()), i32(place.line), i32(place.column)};
  known = anonymous_global(llvm::ConstantStruct::getAnon(fields), llvm::Align(8), "location");
  return known;
}

namespace {

std::uint8_t runtime_trait(FormatTrait trait) {
  switch (trait) {
  case FormatTrait::kDisplay:
    return RT_DISPLAY;
  case FormatTrait::kDebug:
    return RT_DEBUG;
  case FormatTrait::kLowerHex:
    return RT_LOWER_HEX;
  case FormatTrait::kUpperHex:
    return RT_UPPER_HEX;
  case FormatTrait::kOctal:
    return RT_OCTAL;
  case FormatTrait::kBinary:
    return RT_BINARY;
  case FormatTrait::kLowerExp:
    return RT_LOWER_EXP;
  case FormatTrait::kUpperExp:
    return RT_UPPER_EXP;
  }
  return RT_DISPLAY;
}

std::uint8_t runtime_align(FormatAlign align) {
  switch (align) {
  case FormatAlign::kUnknown:
    return RT_ALIGN_NONE;
  case FormatAlign::kLeft:
    return RT_ALIGN_LEFT;
  case FormatAlign::kCenter:
    return RT_ALIGN_CENTER;
  case FormatAlign::kRight:
    return RT_ALIGN_RIGHT;
  }
  return RT_ALIGN_NONE;
}

std::uint8_t runtime_flags(const FormatSpec& spec) {
  return static_cast<std::uint8_t>((spec.plus ? RT_PLUS : 0) | (spec.alternate ? RT_ALTERNATE : 0) |
                                   (spec.zero ? RT_ZERO : 0) |
                                   (spec.width_kind != FormatCount::kNone ? RT_HAS_WIDTH : 0) |
                                   (spec.precision_kind != FormatCount::kNone ? RT_HAS_PRECISION : 0));
}

} // namespace

// Laid out as RtSpec. Counts that are arguments are left 0, for the caller to fill in a copy.
llvm::Constant* ModuleCodegen::format_spec(const FormatSpec& spec) {
  std::uint32_t width = spec.width_kind == FormatCount::kLiteral ? spec.width : 0;
  std::uint32_t precision = spec.precision_kind == FormatCount::kLiteral ? spec.precision : 0;
  std::uint8_t align = runtime_align(spec.align), flags = runtime_flags(spec), trait = runtime_trait(spec.trait);
  llvm::Constant*& known = specs_[{spec.fill, align * 256 + trait, flags, width, precision}];
  if (known)
    return known;
  auto i8 = [&](std::uint8_t value) { return llvm::ConstantInt::get(llvm::Type::getInt8Ty(context()), value); };
  llvm::Constant* fields[] = {
      i32(static_cast<std::uint32_t>(spec.fill)), i8(align), i8(flags), i8(trait), i8(0), i32(width), i32(precision)};
  known = anonymous_global(llvm::ConstantStruct::getAnon(fields), llvm::Align(4), "format");
  return known;
}

llvm::Constant* ModuleCodegen::const_value(const ConstValue& value) {
  llvm::Type* type = memory_type(value.type);
  switch (value.kind) {
  case ConstKind::kScalar: {
    llvm::Constant* immediate = scalar(value.type, value.bits);
    return value.type->is(TyKind::kBool) ? llvm::ConstantInt::get(type, static_cast<std::uint64_t>(value.bits))
                                         : immediate;
  }
  case ConstKind::kAggregate: {
    std::vector<llvm::Constant*> elements;
    for (const ConstValue& element : value.elements)
      elements.push_back(const_value(element));
    if (auto* array = llvm::dyn_cast<llvm::ArrayType>(type))
      return llvm::ConstantArray::get(array, elements);
    return llvm::ConstantStruct::get(llvm::cast<llvm::StructType>(type), elements);
  }
  case ConstKind::kStr:
    return is_fat(value.type) ? text(value.text) : text_pointer(value.text);
  case ConstKind::kRef: {
    const ConstValue& target = value.elements[0];
    llvm::Constant* pointer = anonymous_global(const_value(target), align_of(target.type), "const");
    if (!is_fat(value.type))
      return pointer;
    return llvm::ConstantStruct::getAnon({pointer, i64(target.type->length)});
  }
  case ConstKind::kFn:
    return value.type->is(TyKind::kFnPtr) ? static_cast<llvm::Constant*>(function(value.fn))
                                          : llvm::Constant::getNullValue(type);
  case ConstKind::kError:
    break;
  }
  return llvm::PoisonValue::get(type);
}

} // namespace minirc::codegen
