// The facts about a crate that one computation may ask of another, as an interface: the query engine implements it with
// cached, deduplicated jobs; unit tests implement it directly. Every answer is a pure function of the crate's sources
// and its key. References stay valid for the compilation. An implementation may suspend the caller inside a question:
// hold no lock and no worker-local reference across one.
#ifndef PARAUDIT_MINICOMPILER_TY_TYCTXT_H
#define PARAUDIT_MINICOMPILER_TY_TYCTXT_H

#include "minicompiler/hir/hir.h"
#include "minicompiler/resolve/defs.h"
#include "minicompiler/source/arena.h"
#include "minicompiler/source/diagnostics.h"
#include "minicompiler/source/source_map.h"
#include "minicompiler/ty/type.h"
#include "minicompiler/ty/typeck_results.h"
#include <cstdint>
#include <string_view>
#include <vector>

namespace minirc {

class TypeInterner;

struct FnSig {
  std::vector<Ty> params; // self first
  Ty ret = nullptr;
  bool is_unsafe = false; // includes foreign functions
  bool is_extern_c = false;
  bool is_const = false;
  bool is_variadic = false; // extern "C" { fn printf(f: *const u8, ...); }
  bool has_self = false;
  bool has_errors = false;
};

struct FieldInfo {
  Symbol name;
  Span span;
  Ty type = nullptr;
  Reach reach;
};

enum DeriveBit : std::uint32_t {
  kDeriveCopy = 1,
  kDeriveClone = 2,
  kDeriveDebug = 4,
  kDerivePartialEq = 8,
  kDeriveEq = 16,
  kDerivePartialOrd = 32,
  kDeriveOrd = 64,
  kDeriveHash = 128,
  kDeriveDefault = 256,
};

struct StructDef {
  ast::StructKind kind = ast::StructKind::kUnit;
  std::vector<FieldInfo> fields;
  std::uint32_t derives = 0; // DeriveBit. {:?} and ==, != on structs are structural, field by field, when derived
  bool repr_c = false;
  bool has_errors = false;
};

// The value of a const or static initialiser. kRef: elements[0] is the value pointed to (an anonymous read-only global;
// for a slice reference an array). kStr, kByteStr: text (of type &str / &[u8; N]). kFn: `fn`.
enum class ConstKind : std::uint8_t { kError, kScalar, kAggregate, kStr, kRef, kFn };

struct ConstValue {
  ConstKind kind = ConstKind::kError;
  Ty type = nullptr;
  u128 bits = 0;                    // kScalar: two's complement in the type's width; IEEE bits; 0/1; the char
  std::vector<ConstValue> elements; // kAggregate: struct fields in declaration order, tuple and array elements
  std::string_view text;
  DefId fn;
};

class TyCtxt {
 public:
  virtual ~TyCtxt() = default;

  // Plain shared parts, no question asked.
  virtual const CrateDefs& defs() const = 0;
  virtual const SourceMap& sources() const = 0;
  virtual TypeInterner& types() = 0;
  virtual SymbolInterner& symbols() = 0;
  virtual Arena& arena() = 0;         // the current worker's: ask again after every question
  virtual DiagnosticSink& sink() = 0; // keeps diagnostics with the running question

  // Questions.
  virtual const hir::Body& hir_body(DefId owner) = 0;               // provider: lower_owner (hir/lower.h)
  virtual const FnSig& fn_sig(DefId fn) = 0;                        // provider: fn_sig_of (ty/collect.h)
  virtual const StructDef& struct_def(DefId adt) = 0;               // provider: struct_def_of
  virtual Ty type_of(DefId const_or_static) = 0;                    // provider: declared_type_of
  virtual const TypeckResults& typeck(DefId owner) = 0;             // provider: typeck_body (ty/typeck.h)
  virtual const ConstValue& const_value(DefId const_or_static) = 0; // provider: eval_const (ty/const_eval.h)
};

} // namespace minirc

#endif
