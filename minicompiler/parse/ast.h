// The syntax tree of one source file, as written: nothing resolved, nothing desugared but parentheses and macros'
// arguments (the known macros are parsed into MacroExpr right away, so that their arguments are ordinary expressions).
//
// Nodes are trivially destructible and live in the arena of their file; once parse_file returns they are immutable and
// shared by all threads. Nodes carry their kind; `cast<T>` checks it in debug builds.
#ifndef PARAUDIT_MINICOMPILER_PARSE_AST_H
#define PARAUDIT_MINICOMPILER_PARSE_AST_H

#include "minicompiler/source/list.h"
#include "minicompiler/source/literal.h"
#include "minicompiler/source/operators.h"
#include "minicompiler/source/span.h"
#include "minicompiler/source/symbol.h"
#include <cassert>
#include <cstdint>

namespace minirc::ast {

struct Expr;
struct Pat;
struct Type;
struct Block;
struct Item;

struct Ident {
  Symbol name;
  Span span;
};

struct Path {
  Span span;
  bool global = false; // leading ::
  List<Ident> segments;
};

// --- types ---------------------------------------------------------------------------------------------------------

enum class TypeKind : std::uint8_t { kPath, kRef, kRawPtr, kArray, kSlice, kTuple, kNever, kInfer, kFnPtr, kError };

struct Type {
  TypeKind kind = TypeKind::kError;
  bool is_mut = false;       // kRef, kRawPtr
  bool has_lifetime = false; // kRef
  bool is_unsafe = false;    // kFnPtr
  bool is_extern_c = false;  // kFnPtr
  Span span;
  Path path;                    // kPath
  const Type* inner = nullptr;  // kRef, kRawPtr, kArray, kSlice: element; kFnPtr: result or null
  const Expr* length = nullptr; // kArray
  List<const Type*> elements;   // kTuple; kFnPtr: parameters
};

// --- patterns ------------------------------------------------------------------------------------------------------

enum class PatKind : std::uint8_t {
  kWild,
  kRest,
  kBinding,
  kLiteral,
  kRange,
  kPath,
  kTuple,
  kTupleStruct,
  kStruct,
  kRef,
  kOr,
  kSlice,
  kError
};

struct PatField {
  Ident name;
  const Pat* pat = nullptr;
  bool shorthand = false;
};

struct Pat {
  PatKind kind = PatKind::kError;
  bool is_mut = false;    // kBinding: mut x; kRef: &mut p
  bool by_ref = false;    // kBinding: ref x
  bool inclusive = false; // kRange
  bool has_rest = false;  // kStruct: ..
  Span span;
  Ident name;                // kBinding
  const Pat* sub = nullptr;  // kBinding: x @ sub; kRef
  const Expr* lo = nullptr;  // kLiteral, kRange (null when open)
  const Expr* hi = nullptr;  // kRange
  Path path;                 // kPath, kTupleStruct, kStruct
  List<const Pat*> elements; // kTuple, kTupleStruct, kOr, kSlice
  List<PatField> fields;     // kStruct
};

// --- expressions ---------------------------------------------------------------------------------------------------

enum class ExprKind : std::uint8_t {
  kLiteral,
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
  kWhile,
  kLoop,
  kFor,
  kMatch,
  kBreak,
  kContinue,
  kReturn,
  kMacro,
  kLet,
  kParen,
  kError,
};

struct Expr {
  ExprKind kind = ExprKind::kError;
  Span span;

  template <class T> const T* cast() const {
    assert(kind == T::kKind);
    return static_cast<const T*>(this);
  }
};

template <ExprKind K> struct ExprOf : Expr {
  static constexpr ExprKind kKind = K;
};

struct LiteralExpr : ExprOf<ExprKind::kLiteral> {
  Literal value;
};
struct PathExpr : ExprOf<ExprKind::kPath> {
  Path path;
};
struct ParenExpr : ExprOf<ExprKind::kParen> {
  const Expr* inner;
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
  const Type* type;
};
struct AddrOfExpr : ExprOf<ExprKind::kAddrOf> {
  bool is_mut;
  bool is_raw;
  const Expr* operand;
};
struct FieldExpr : ExprOf<ExprKind::kField> {
  const Expr* base;
  Ident field;
}; // .0 is a field named "0"
struct IndexExpr : ExprOf<ExprKind::kIndex> {
  const Expr* base;
  const Expr* index;
};
struct CallExpr : ExprOf<ExprKind::kCall> {
  const Expr* callee;
  List<const Expr*> args;
};
struct MethodCallExpr : ExprOf<ExprKind::kMethodCall> {
  const Expr* receiver;
  Ident method;
  List<const Expr*> args;
};
struct FieldInit {
  Ident name;
  const Expr* value;
  bool shorthand;
};
struct StructLitExpr : ExprOf<ExprKind::kStructLit> {
  Path path;
  List<FieldInit> fields;
  const Expr* base;
}; // base: ..expr
struct TupleExpr : ExprOf<ExprKind::kTuple> {
  List<const Expr*> elements;
};
struct ArrayExpr : ExprOf<ExprKind::kArray> {
  List<const Expr*> elements;
};
struct RepeatExpr : ExprOf<ExprKind::kRepeat> {
  const Expr* value;
  const Expr* count;
};
struct RangeExpr : ExprOf<ExprKind::kRange> {
  const Expr* lo;
  const Expr* hi;
  bool inclusive;
}; // either may be null
struct BlockExpr : ExprOf<ExprKind::kBlock> {
  const Block* block;
  Ident label;
};
struct IfExpr : ExprOf<ExprKind::kIf> {
  const Expr* condition;
  const Block* then_block;
  const Expr* else_expr;
};
struct WhileExpr : ExprOf<ExprKind::kWhile> {
  const Expr* condition;
  const Block* body;
  Ident label;
};
struct LoopExpr : ExprOf<ExprKind::kLoop> {
  const Block* body;
  Ident label;
};
struct ForExpr : ExprOf<ExprKind::kFor> {
  const Pat* pat;
  const Expr* iterable;
  const Block* body;
  Ident label;
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
struct BreakExpr : ExprOf<ExprKind::kBreak> {
  Ident label;
  const Expr* value;
};
struct ContinueExpr : ExprOf<ExprKind::kContinue> {
  Ident label;
};
struct ReturnExpr : ExprOf<ExprKind::kReturn> {
  const Expr* value;
};
struct LetExpr : ExprOf<ExprKind::kLet> {
  const Pat* pat;
  const Expr* value;
}; // condition of if let: outside the subset

// println!(...) and friends. For the assert family `operands` holds the condition or the two sides; the format part may
// be absent. args are positional arguments first, then named ones (arg_names), then captured identifiers.
struct MacroExpr : ExprOf<ExprKind::kMacro> {
  Known macro;
  Span name_span;
  List<const Expr*> operands;
  bool has_format;
  std::string_view operand_text; // the operands as written: `assertion failed: TEXT`
  List<FormatPiece> pieces;
  List<const Expr*> args;
};

// --- statements ----------------------------------------------------------------------------------------------------

enum class StmtKind : std::uint8_t { kLet, kExpr, kSemi, kItem, kEmpty };

struct Stmt {
  StmtKind kind = StmtKind::kEmpty;
  Span span;
  const Expr* expr = nullptr;        // kExpr (no semicolon), kSemi; kLet: initialiser or null
  const Pat* pat = nullptr;          // kLet
  const Type* type = nullptr;        // kLet, may be null
  const Block* else_block = nullptr; // kLet
  const Item* item = nullptr;        // kItem
};

struct Block {
  Span span;
  bool is_unsafe = false;
  bool has_items = false;           // some statement is an item: the block is a scope for items
  std::uint32_t scope = 0xffffffff; // number of this block among the blocks with items of its function
  List<Stmt> stmts;
  const Expr* tail = nullptr;
};

// --- items ---------------------------------------------------------------------------------------------------------

enum class ItemKind : std::uint8_t { kFn, kStruct, kConst, kStatic, kMod, kUse, kImpl, kExternBlock, kUnsupported };
enum class VisKind : std::uint8_t { kPrivate, kPublic, kCrate, kSuper, kSelf, kInPath };

struct Visibility {
  VisKind kind = VisKind::kPrivate;
  Span span;
  Path path; // kInPath
};

struct Attribute {
  Span span;
  Path path;
  bool inner = false;     // #![...]
  bool is_doc = false;    // a doc comment
  std::string_view text;  // a doc comment's text; else the tokens between the delimiters, as written
  List<Ident> words;      // identifiers directly inside the parentheses: derive(A, B), allow(x)
  std::string_view value; // name = "value"
};

struct Param {
  const Pat* pat = nullptr;
  const Type* type = nullptr;
};

enum class SelfKind : std::uint8_t { kNone, kValue, kRef, kRefMut };

struct FnItem {
  bool is_const = false, is_unsafe = false, is_extern_c = false, is_variadic = false;
  SelfKind self_kind = SelfKind::kNone;
  bool self_mut = false; // mut self
  Span self_span;
  List<Param> params; // without self
  const Type* ret = nullptr;
  const Block* body = nullptr;    // null in extern blocks
  List<const Block*> item_blocks; // blocks inside the body that hold items, by Block::scope
};

enum class StructKind : std::uint8_t { kNamed, kTuple, kUnit };

struct FieldDef {
  Ident name; // "0", "1", ... for tuple structs
  Visibility vis;
  const Type* type = nullptr;
};

struct StructItem {
  StructKind kind = StructKind::kUnit;
  List<FieldDef> fields;
};

struct UseTree {
  enum class Kind : std::uint8_t { kSimple, kGlob, kNested } kind = Kind::kSimple;
  Span span;
  Path prefix;
  Ident rename;                  // as name; `as _` has name "_"
  List<const UseTree*> children; // kNested
};

struct Item {
  ItemKind kind = ItemKind::kUnsupported;
  Span span;
  Span head; // without a body in braces: what messages point at
  Ident name;
  Visibility vis;
  List<Attribute> attrs;
  // By kind:
  const FnItem* fn = nullptr;
  const StructItem* struct_ = nullptr;
  const Type* type = nullptr;   // kConst, kStatic; kImpl: self type
  const Expr* value = nullptr;  // kConst, kStatic (null for a foreign static)
  bool is_mut = false;          // kStatic
  bool is_inline_mod = false;   // kMod: has braces
  bool safe_foreign = false;    // extern block item declared `safe`
  bool foreign_c = true;        // kExternBlock: extern "C"
  List<const Item*> items;      // kMod (inline), kImpl, kExternBlock
  const UseTree* use = nullptr; // kUse
};

// A parsed file. Which file a `mod x;` item means is the loader's knowledge (parse/load.h).
struct File {
  Span span;
  List<Attribute> attrs;
  List<const Item*> items;
};

} // namespace minirc::ast

#endif
