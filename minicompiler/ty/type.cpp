#include "minicompiler/ty/type.h"
#include "minicompiler/resolve/defs.h"

namespace minirc {
namespace {

constexpr std::string_view kNames[] = {"{error}", "!",   "bool", "char", "i8",   "i16",   "i32", "i64", "i128", "isize",
                                       "u8",      "u16", "u32",  "u64",  "u128", "usize", "f32", "f64", "str"};

std::string list(List<Ty> types, const CrateDefs& defs) {
  std::string out;
  for (Ty t : types)
    out += (out.empty() ? "" : ", ") + to_string(t, defs);
  return out;
}

std::string fn_ptr_text(Ty t, const CrateDefs& defs) {
  std::string out = std::string(t->is_unsafe ? "unsafe " : "") + (t->is_extern_c ? "extern \"C\" " : "") + "fn(" +
                    list(t->elements, defs) + ")";
  return t->inner->is_unit() ? out : out + " -> " + to_string(t->inner, defs);
}

} // namespace

unsigned Type::bits() const {
  switch (kind) {
  case TyKind::kBool:
  case TyKind::kI8:
  case TyKind::kU8:
    return 8;
  case TyKind::kI16:
  case TyKind::kU16:
    return 16;
  case TyKind::kChar:
  case TyKind::kI32:
  case TyKind::kU32:
  case TyKind::kF32:
    return 32;
  case TyKind::kI64:
  case TyKind::kU64:
  case TyKind::kIsize:
  case TyKind::kUsize:
  case TyKind::kF64:
    return 64;
  case TyKind::kI128:
  case TyKind::kU128:
    return 128;
  default:
    return 0;
  }
}

TyKind prim_kind(Known name) {
  switch (name) {
  case Known::kBool:
    return TyKind::kBool;
  case Known::kChar:
    return TyKind::kChar;
  case Known::kI8:
    return TyKind::kI8;
  case Known::kI16:
    return TyKind::kI16;
  case Known::kI32:
    return TyKind::kI32;
  case Known::kI64:
    return TyKind::kI64;
  case Known::kI128:
    return TyKind::kI128;
  case Known::kIsize:
    return TyKind::kIsize;
  case Known::kU8:
    return TyKind::kU8;
  case Known::kU16:
    return TyKind::kU16;
  case Known::kU32:
    return TyKind::kU32;
  case Known::kU64:
    return TyKind::kU64;
  case Known::kU128:
    return TyKind::kU128;
  case Known::kUsize:
    return TyKind::kUsize;
  case Known::kF32:
    return TyKind::kF32;
  case Known::kF64:
    return TyKind::kF64;
  default:
    return TyKind::kError;
  }
}

std::string to_string(Ty t, const CrateDefs& defs) {
  switch (t->kind) {
  case TyKind::kTuple:
    return "(" + list(t->elements, defs) + (t->elements.size() == 1 ? ",)" : ")");
  case TyKind::kArray:
    return "[" + to_string(t->inner, defs) + "; " + std::to_string(t->length) + "]";
  case TyKind::kSlice:
    return "[" + to_string(t->inner, defs) + "]";
  case TyKind::kRef:
    return (t->is_mut ? "&mut " : "&") + to_string(t->inner, defs);
  case TyKind::kRawPtr:
    return (t->is_mut ? "*mut " : "*const ") + to_string(t->inner, defs);
  case TyKind::kAdt:
    return std::string(defs.def(t->def).name.str());
  case TyKind::kFnDef:
    return "fn item {" + defs.def_path(t->def) + "}";
  case TyKind::kFnPtr:
    return fn_ptr_text(t, defs);
  case TyKind::kRange:
    return "std::ops::Range<" + to_string(t->inner, defs) + ">";
  case TyKind::kInfer:
    return t->infer == InferKind::kInt ? "{integer}" : t->infer == InferKind::kFloat ? "{float}" : "_";
  default:
    return std::string(kNames[static_cast<int>(t->kind)]);
  }
}

} // namespace minirc
