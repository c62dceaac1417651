// What the type checker found out about one body, as tables indexed by hir::NodeId: all that MIR building needs beside
// the HIR itself. A plain value; immutable once typeck_body returned it. When `has_errors`, entries may be null and
// nothing may be built from it.
#ifndef PARAUDIT_MINICOMPILER_TY_TYPECK_RESULTS_H
#define PARAUDIT_MINICOMPILER_TY_TYPECK_RESULTS_H

#include "minicompiler/hir/hir.h"
#include "minicompiler/source/def_id.h"
#include "minicompiler/ty/type.h"
#include <cstdint>
#include <span>
#include <vector>

namespace minirc {

enum class Builtin : std::uint16_t {
  kNone,
#define MINIRC_BUILTIN(id, name, receiver, params, result) id,
#include "minicompiler/ty/builtins.def"
#undef MINIRC_BUILTIN
};

// Applied to an expression's own value or place, in order.
enum class AdjustKind : std::uint8_t {
  kDeref,      // *place
  kBorrow,     // &place
  kBorrowMut,  // &mut place
  kUnsize,     // &[T; N] -> &[T] (also &mut, *const, *mut)
  kNeverToAny, // `!` to whatever type is wanted
  kReifyFn,    // a function item to a function pointer
  kMutToConst, // &mut T -> &T, *mut T -> *const T, &T -> *const T, &mut T -> *mut T: no code but reborrowing
};

struct Adjustment {
  AdjustKind kind;
  Ty type; // after this step
};

// A call's target. kDef: a function (its signature: TyCtxt::fn_sig). kCtor: a tuple struct's constructor. kPointer: the
// callee expression is a function pointer value. kBuiltin: a method of a primitive type, or From / clone.
enum class CalleeKind : std::uint8_t { kNone, kDef, kCtor, kPointer, kBuiltin };

struct Callee {
  CalleeKind kind = CalleeKind::kNone;
  Builtin builtin = Builtin::kNone;
  DefId def;
};

struct ForInfo {
  Ty item = nullptr;    // what the pattern binds
  Ty element = nullptr; // kSequence: the array's or slice's element
  enum class Mode : std::uint8_t { kRange, kArrayByValue, kRef, kRefMut } mode = Mode::kRange;
};

class TypeckResults {
 public:
  Ty type_of(const hir::Expr* expr) const { return node_types[expr->id]; } // before adjustments
  Ty type_of(const hir::Pat* pat) const { return node_types[pat->id]; }
  Ty local_type(hir::LocalId local) const { return local_types[local]; }
  // After adjustments.
  Ty adjusted_type(const hir::Expr* expr) const {
    auto steps = adjustments(expr);
    return steps.empty() ? type_of(expr) : steps.back().type;
  }
  std::span<const Adjustment> adjustments(const hir::Expr* expr) const {
    std::uint32_t at = adjust_index[expr->id];
    return at == 0 ? std::span<const Adjustment>() : std::span<const Adjustment>(adjust_lists[at - 1]);
  }
  // kCall, kMethodCall. A method call's receiver carries its auto-ref and auto-deref as adjustments and is argument 0.
  const Callee& callee(const hir::Expr* expr) const { return callees[data[expr->id]]; }
  // kField (of the base's adjusted struct or tuple type); kStructLit: see field_indices.
  std::uint32_t field_index(const hir::Expr* expr) const { return data[expr->id]; }
  // kStructLit and PatKind::kStruct: index of the i-th written field in the struct's declaration.
  std::span<const std::uint32_t> field_indices(hir::NodeId node) const { return field_lists[data[node]]; }
  const ForInfo& for_info(const hir::Expr* expr) const { return for_infos[data[expr->id]]; }
  // A PathExpr of kTypeRelative or kStdConst that is a value (i32::MAX, PI): its bits (f32 and f64 as their IEEE bits).
  u128 path_constant(const hir::Expr* expr) const { return path_constants[data[expr->id]]; }

  DefId owner;
  bool has_errors = false;
  std::vector<Ty> node_types;
  std::vector<Ty> local_types;
  std::vector<std::uint32_t> data;         // per node: index into one of the tables below, or a field index
  std::vector<std::uint32_t> adjust_index; // per node: 1 + index into adjust_lists; 0: none
  std::vector<std::vector<Adjustment>> adjust_lists;
  std::vector<Callee> callees;
  std::vector<std::vector<std::uint32_t>> field_lists;
  std::vector<ForInfo> for_infos;
  std::vector<u128> path_constants;
  // Types written in the body (let x: T, `as T`) are not kept: node_types has the results.
};

} // namespace minirc

#endif
