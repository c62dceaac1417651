// Semantic types. Interned: equal types are one object, so comparing is comparing pointers; all are immutable and live
// as long as their TypeInterner. Layout of what MIR and codegen need:
//   ints/floats/bool/char: as in Rust; kStr and kSlice are unsized, only behind kRef / kRawPtr (then {pointer,
//   length}); kAdt: a struct, fields through TyCtxt::struct_def; kFnDef: the zero-sized type of one function; kFnPtr: a
//   code pointer.
// Inference variables (kInfer) appear only while a body is being checked, never in TypeckResults.
#ifndef PARAUDIT_MINICOMPILER_TY_TYPE_H
#define PARAUDIT_MINICOMPILER_TY_TYPE_H

#include "minicompiler/source/def_id.h"
#include "minicompiler/source/int128.h"
#include "minicompiler/source/list.h"
#include "minicompiler/source/symbol.h"
#include <cstdint>
#include <string>

namespace minirc {

enum class TyKind : std::uint8_t {
  kError,
  kNever,
  kBool,
  kChar,
  kI8,
  kI16,
  kI32,
  kI64,
  kI128,
  kIsize,
  kU8,
  kU16,
  kU32,
  kU64,
  kU128,
  kUsize,
  kF32,
  kF64,
  kStr,
  kTuple,
  kArray,
  kSlice,
  kRef,
  kRawPtr,
  kAdt,
  kFnDef,
  kFnPtr,
  kRange, // only the type of a RangeExpr used as an index
  kInfer,
};

enum class InferKind : std::uint8_t { kAny, kInt, kFloat };

struct Type;
using Ty = const Type*;

struct Type {
  TyKind kind = TyKind::kError;
  bool is_mut = false;               // kRef, kRawPtr
  bool is_unsafe = false;            // kFnPtr
  bool is_extern_c = false;          // kFnPtr
  bool has_infer = false;            // contains an inference variable
  bool has_error = false;            // contains kError
  InferKind infer = InferKind::kAny; // kInfer
  std::uint32_t infer_index = 0;     // kInfer
  DefId def;                         // kAdt, kFnDef
  std::uint64_t length = 0;          // kArray
  Ty inner = nullptr;                // kArray, kSlice, kRef, kRawPtr; kFnPtr: result; kRange: the index type
  List<Ty> elements;                 // kTuple; kFnPtr: parameters
  std::uint64_t hash = 0;            // structural, equal in every run

  bool is(TyKind k) const { return kind == k; }
  bool is_int() const { return kind >= TyKind::kI8 && kind <= TyKind::kUsize; }
  bool is_signed() const { return kind >= TyKind::kI8 && kind <= TyKind::kIsize; }
  bool is_unsigned() const { return kind >= TyKind::kU8 && kind <= TyKind::kUsize; }
  bool is_float() const { return kind == TyKind::kF32 || kind == TyKind::kF64; }
  bool is_unit() const { return kind == TyKind::kTuple && elements.empty(); }
  bool is_infer(InferKind k) const { return kind == TyKind::kInfer && infer == k; }
  bool is_pointer() const { return kind == TyKind::kRef || kind == TyKind::kRawPtr; }
  bool is_unsized() const { return kind == TyKind::kStr || kind == TyKind::kSlice; }
  // Width in bits of an integer, float, bool (8) or char (32); usize is 64 bits. 0 for the others.
  unsigned bits() const;
};

// kI8 ... kF64, kBool, kChar of a primitive's name; kError for other names.
TyKind prim_kind(Known name);

class CrateDefs;
// A type in Rust's syntax, as in messages: `&mut [u8; 4]`, `(i32, bool)`, `Point`, `fn(i32) -> i32`.
std::string to_string(Ty type, const CrateDefs& defs);

} // namespace minirc

#endif
