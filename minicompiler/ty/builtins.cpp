#include "minicompiler/ty/builtins.h"
#include <algorithm>

namespace minirc {
namespace {

constexpr BuiltinReceiver receiver(std::string_view name) {
  constexpr std::pair<std::string_view, BuiltinReceiver> kNames[] = {{"Int", BuiltinReceiver::kInt},
                                                                     {"Signed", BuiltinReceiver::kSigned},
                                                                     {"Unsigned", BuiltinReceiver::kUnsigned},
                                                                     {"Float", BuiltinReceiver::kFloat},
                                                                     {"Char", BuiltinReceiver::kChar},
                                                                     {"Byte", BuiltinReceiver::kByte},
                                                                     {"Slice", BuiltinReceiver::kSlice},
                                                                     {"SliceMut", BuiltinReceiver::kSliceMut},
                                                                     {"Str", BuiltinReceiver::kStr}};
  for (const auto& [text, value] : kNames)
    if (text == name)
      return value;
  return BuiltinReceiver::kNone;
}

constexpr BuiltinInfo kBuiltins[] = {
#define MINIRC_BUILTIN(id, name, class, params, result) {Builtin::id, name, receiver(#class), params, result[0]},
#include "minicompiler/ty/builtins.def"
#undef MINIRC_BUILTIN
};

bool accepts(BuiltinReceiver receiver, Ty type) {
  switch (receiver) {
  case BuiltinReceiver::kInt:
    return type->is_int();
  case BuiltinReceiver::kSigned:
    return type->is_signed();
  case BuiltinReceiver::kUnsigned:
    return type->is_unsigned();
  case BuiltinReceiver::kFloat:
    return type->is_float();
  case BuiltinReceiver::kChar:
    return type->is(TyKind::kChar);
  case BuiltinReceiver::kByte:
    return type->is(TyKind::kU8);
  case BuiltinReceiver::kSlice:
  case BuiltinReceiver::kSliceMut:
    return type->is(TyKind::kArray) || type->is(TyKind::kSlice);
  case BuiltinReceiver::kStr:
    return type->is(TyKind::kStr);
  case BuiltinReceiver::kNone:
    return false;
  }
  return false;
}

constexpr std::string_view kStdMethods[] = {
#include "minicompiler/ty/std_methods.inc"
};

} // namespace

bool is_std_method(std::string_view name) {
  return std::binary_search(std::begin(kStdMethods), std::end(kStdMethods), name);
}

const BuiltinInfo* find_builtin(std::string_view name, Ty type) {
  for (const BuiltinInfo& builtin : kBuiltins)
    if (builtin.name == name && accepts(builtin.receiver, type))
      return &builtin;
  return nullptr;
}

} // namespace minirc
