// HIR: one tree per body (function, const or static initialiser), names resolved, syntax desugared:
//   while c { b }        ->  loop { if c { b } else { break } }       (LoopExpr::source says so)
//   parentheses          ->  gone
//   println!, assert!    ->  FormatExpr / PanicExpr / IfExpr (see below)
//   x.iter(), a..b, .rev(), .step_by(n) in a for's head -> fields of ForExpr
// Bodies are lowered independently. Node ids are dense per body, in source order, never from allocation order: side
// tables (TypeckResults) are plain vectors. Expressions and patterns share one id space. Nodes are trivially
// destructible, live in an arena, and are immutable and shared once lower_owner returns.
#ifndef PARAUDIT_MINICOMPILER_HIR_HIR_H
#define PARAUDIT_MINICOMPILER_HIR_HIR_H

#include "minicompiler/source/def_id.h"
#include "minicompiler/source/list.h"
#include "minicompiler/source/literal.h"
#include "minicompiler/source/operators.h"
#include "minicompiler/source/span.h"
#include "minicompiler/source/symbol.h"
#include <cassert>
#include <cstdint>

namespace minirc::hir {

struct Expr;
struct Block;

using NodeId = std::uint32_t;  // of an expression or pattern, dense in its body
using LocalId = std::uint32_t; // of a local variable or parameter, dense in its body
inline constexpr std::uint32_t kNone = 0xffffffff;

// --- types as written, resolved --------------------------------------------------------------------------------------

enum class TypeKind : std::uint8_t {
  kPrim,
  kStr,
  kAdt,
  kRef,
  kRawPtr,
  kArray,
  kSlice,
  kTuple,
  kNever,
  kInfer,
  kFnPtr,
  kError
};

struct TypeExpr {
  TypeKind kind = TypeKind::kError;
  Known prim = Known::kNone; // kPrim: kI8 ... kF64, kBool, kChar
  bool is_mut = false;       // kRef, kRawPtr
  bool is_unsafe = false;    // kFnPtr
  bool is_extern_c = false;  // kFnPtr
  Span span;
  DefId adt;                       // kAdt
  const TypeExpr* inner = nullptr; // kRef, kRawPtr, kArray, kSlice; kFnPtr: result (never null: unit if absent)
  const Expr* length = nullptr;    // kArray
  List<const TypeExpr*> elements;  // kTuple; kFnPtr: parameters
};

// --- patterns ------------------------------------------------------------------------------------------------------

enum class PatKind : std::uint8_t { kWild, kBinding, kLiteral, kRange, kConst, kTuple, kStruct, kRef, kOr, kError };

struct Pat;
struct FieldPat {
  Symbol name; // "0", "1" for tuple structs
  Span span;
  const Pat* pat = nullptr;
};

struct Pat {
  PatKind kind = PatKind::kError;
  bool inclusive = false;  // kRange
  bool is_mut = false;     // kRef: &mut p
  bool by_ref = false;     // kBinding: ref x
  bool by_ref_mut = false; // kBinding: ref mut x
  bool has_rest = false;   // kStruct
  NodeId id = kNone;
  Span span;
  LocalId local = kNone;         // kBinding
  const Pat* sub = nullptr;      // kBinding: x @ sub (or null); kRef
  const Expr* lo = nullptr;      // kLiteral; kRange (null: open); kConst: a PathExpr
  const Expr* hi = nullptr;      // kRange
  DefId adt;                     // kStruct: also tuple and unit structs
  List<const Pat*> elements;     // kTuple, kOr
  std::uint32_t rest_at = kNone; // kTuple: position of `..` among the elements
  List<FieldPat> fields;         // kStruct
};

// --- expressions ---------------------------------------------------------------------------------------------------

enum class ExprKind : std::uint8_t {
  kLiteral,
  kLocal,
  kPath,
  kUnary,
  kBinary,
  kAssign,
  kAssignOp,
  kCast,
  kAddrOf,
  kField,
  kIndex,
  kCall,
  kMethodCall,
  kStructLit,
  kTuple,
  kArray,
  kRepeat,
  kRange,
  kBlock,
  kIf,
  kLoop,
  kFor,
  kMatch,
  kBreak,
  kContinue,
  kReturn,
  kFormat,
  kPanic,
  kAssertCmp,
  kError,
};

struct Expr {
  ExprKind kind = ExprKind::kError;
  NodeId id = kNone;
  Span span;

  template <class T> const T* cast() const {
    assert(kind == T::kKind);
    return static_cast<const T*>(this);
  }
  template <class T> const T* dyn_cast() const { return kind == T::kKind ? static_cast<const T*>(this) : nullptr; }
};

template <ExprKind K> struct ExprOf : Expr {
  static constexpr ExprKind kKind = K;
};

// What a path that is not a local names. kTypeRelative: `Type::name` where only the type checker knows (i32::MAX,
// u64::from, f64::sqrt): `type` and `name` are set and the answer is in TypeckResults::callee / constant.
enum class ResKind : std::uint8_t { kFn, kConst, kStatic, kCtor, kUnitStruct, kTypeRelative, kStdConst, kError };

struct LiteralExpr : ExprOf<ExprKind::kLiteral> {
  Literal value;
};
struct LocalExpr : ExprOf<ExprKind::kLocal> {
  LocalId local;
};
struct PathExpr : ExprOf<ExprKind::kPath> {
  ResKind res;
  DefId def;            // kFn, kConst, kStatic, kCtor (the tuple struct), kUnitStruct
  const TypeExpr* type; // kTypeRelative
  Symbol name;          // kTypeRelative; kStdConst: of std::f64::consts / std::i32 / ..., `type` is the primitive
};
struct UnaryExpr : ExprOf<ExprKind::kUnary> {
  UnaryOp op;
  const Expr* operand;
};
struct BinaryExpr : ExprOf<ExprKind::kBinary> {
  BinaryOp op;
  Span op_span;
  const Expr* lhs;
  const Expr* rhs;
};
struct AssignExpr : ExprOf<ExprKind::kAssign> {
  Span op_span;
  const Expr* lhs;
  const Expr* rhs;
};
struct AssignOpExpr : ExprOf<ExprKind::kAssignOp> {
  BinaryOp op;
  Span op_span;
  const Expr* lhs;
  const Expr* rhs;
};
struct CastExpr : ExprOf<ExprKind::kCast> {
  const Expr* operand;
  const TypeExpr* type;
};
struct AddrOfExpr : ExprOf<ExprKind::kAddrOf> {
  bool is_mut;
  bool is_raw;
  const Expr* operand;
};
struct FieldExpr : ExprOf<ExprKind::kField> {
  const Expr* base;
  Symbol field;
  Span field_span;
};
struct IndexExpr : ExprOf<ExprKind::kIndex> {
  const Expr* base;
  const Expr* index;
}; // index may be a RangeExpr: a slice
struct CallExpr : ExprOf<ExprKind::kCall> {
  const Expr* callee;
  List<const Expr*> args;
};
struct MethodCallExpr : ExprOf<ExprKind::kMethodCall> {
  const Expr* receiver;
  Symbol method;
  Span method_span;
  List<const Expr*> args;
};
struct FieldInit {
  Symbol name;
  Span span;
  const Expr* value;
};
struct StructLitExpr : ExprOf<ExprKind::kStructLit> {
  DefId adt;
  Span path_span;
  List<FieldInit> fields;
  const Expr* base;
};
struct TupleExpr : ExprOf<ExprKind::kTuple> {
  List<const Expr*> elements;
}; // () too
struct ArrayExpr : ExprOf<ExprKind::kArray> {
  List<const Expr*> elements;
};
struct RepeatExpr : ExprOf<ExprKind::kRepeat> {
  const Expr* value;
  const Expr* count;
}; // length: in the node's array type
struct RangeExpr : ExprOf<ExprKind::kRange> {
  const Expr* lo;
  const Expr* hi;
  bool inclusive;
}; // only as an index
// A block is a value: its tail, or (). A labelled block is a break target.
struct BlockExpr : ExprOf<ExprKind::kBlock> {
  const Block* block;
  Symbol label;
};
struct IfExpr : ExprOf<ExprKind::kIf> {
  const Expr* condition;
  const Expr* then_expr;
  const Expr* else_expr;
}; // else may be null
enum class LoopSource : std::uint8_t { kLoop, kWhile };
struct LoopExpr : ExprOf<ExprKind::kLoop> {
  const Block* body;
  Symbol label;
  LoopSource source;
};

// for pat in HEAD body.  kRange: lo .. hi (or ..=), both evaluated once, before the loop; hi null: lo.. .
// kSequence: `sequence` is an array (by value), or a reference to an array or slice; by_iter says that .iter() or
// .iter_mut() was written: then it is any place that auto-dereferences to an array or slice. TypeckResults::for_info
// has the element types. reversed: .rev(); step: .step_by(n), a usize expression or null; step panics when 0 and
// applies after reversing exactly when step_after_rev.
enum class ForHead : std::uint8_t { kRange, kSequence };
enum class ByIter : std::uint8_t { kNo, kIter, kIterMut };
struct ForExpr : ExprOf<ExprKind::kFor> {
  ForHead head;
  ByIter by_iter;
  bool inclusive, reversed, step_after_rev;
  const Pat* pat;
  const Expr* lo;       // kRange
  const Expr* hi;       // kRange
  const Expr* sequence; // kSequence
  const Expr* step;
  const Block* body;
  Symbol label;
};

struct MatchArm {
  const Pat* pat;
  const Expr* guard;
  const Expr* body;
  Span span;
};
struct MatchExpr : ExprOf<ExprKind::kMatch> {
  const Expr* scrutinee;
  List<MatchArm> arms;
};

// target: node id of the LoopExpr, ForExpr or labelled BlockExpr; kNone when there is none (reported by the loop pass:
// such a body never reaches MIR building).
struct BreakExpr : ExprOf<ExprKind::kBreak> {
  NodeId target;
  bool has_label;
  const Expr* value;
};
struct ContinueExpr : ExprOf<ExprKind::kContinue> {
  NodeId target;
  bool has_label;
};
struct ReturnExpr : ExprOf<ExprKind::kReturn> {
  const Expr* value;
};

// print!, println! (newline appended to the last piece's text), eprint!, eprintln!. Arguments are places that are
// borrowed, evaluated once, in order, before anything is printed.
struct FormatExpr : ExprOf<ExprKind::kFormat> {
  bool to_stderr;
  List<FormatPiece> pieces;
  List<const Expr*> args;
};
// panic!, unreachable!, todo!, and the failing arm of assert!: type `!`. No pieces: a fixed message is in
// pieces[0].text.
struct PanicExpr : ExprOf<ExprKind::kPanic> {
  List<FormatPiece> pieces;
  List<const Expr*> args;
};
// assert_eq!(lhs, rhs, message...) / assert_ne!: compares two borrowed places; type (). The message may be empty.
// (assert!(c, m) is IfExpr{!c, PanicExpr}.)
struct AssertCmpExpr : ExprOf<ExprKind::kAssertCmp> {
  bool negated; // assert_ne!
  const Expr* lhs;
  const Expr* rhs;
  List<FormatPiece> pieces;
  List<const Expr*> args;
};
struct ErrorExpr : ExprOf<ExprKind::kError> {};

// --- statements, bodies ----------------------------------------------------------------------------------------------

enum class StmtKind : std::uint8_t { kLet, kExpr, kSemi }; // kExpr: block-like, no semicolon, type ()

struct Stmt {
  StmtKind kind = StmtKind::kSemi;
  Span span;
  const Expr* expr = nullptr; // kLet: initialiser or null
  const Pat* pat = nullptr;   // kLet
  const TypeExpr* type = nullptr;
};

struct Block {
  Span span;
  bool is_unsafe = false;
  List<Stmt> stmts;
  const Expr* tail = nullptr;
};

struct Local {
  Symbol name;
  Span span;
  bool is_mut = false;
  bool is_param = false;
};

struct Body {
  DefId owner;
  List<Local> locals;          // parameters' bindings first
  List<const Pat*> params;     // functions: one pattern per parameter, self included
  const Expr* value = nullptr; // null: a foreign item, nothing to compile
  NodeId node_count = 0;
  bool has_errors = false; // lowering reported an error: compile no further
};

} // namespace minirc::hir

#endif
