// The table of builtins.def, by name and receiver. Pure look-ups; cost: a scan of the table's matching names.
#ifndef PARAUDIT_MINICOMPILER_TY_BUILTINS_H
#define PARAUDIT_MINICOMPILER_TY_BUILTINS_H

#include "minicompiler/ty/type.h"
#include "minicompiler/ty/typeck_results.h"
#include <string_view>

namespace minirc {

enum class BuiltinReceiver : std::uint8_t {
  kNone,
  kInt,
  kSigned,
  kUnsigned,
  kFloat,
  kChar,
  kByte,
  kSlice,
  kSliceMut,
  kStr
};

struct BuiltinInfo {
  Builtin id;
  std::string_view name;
  BuiltinReceiver receiver;
  std::string_view params; // letters of builtins.def
  char result;
};

// Whether some primitive type has a method of that name in Rust's standard library that minirc lacks.
bool is_std_method(std::string_view name);

// The method `name` of a primitive type (an array or slice for slice methods); null when there is none.
const BuiltinInfo* find_builtin(std::string_view name, Ty type);

} // namespace minirc

#endif
