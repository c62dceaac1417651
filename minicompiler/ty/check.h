// The state of one body's type check, shared by ty/check_*.cpp; nobody else includes this.
#ifndef PARAUDIT_MINICOMPILER_TY_CHECK_H
#define PARAUDIT_MINICOMPILER_TY_CHECK_H

#include "minicompiler/ty/collect.h"
#include "minicompiler/ty/infer.h"
#include "minicompiler/ty/tyctxt.h"
#include <functional>
#include <string>
#include <vector>

namespace minirc {

class Checker final : TypeMaker {
 public:
  Checker(TyCtxt& cx, DefId owner);
  TypeckResults run();

 private:
  // What the branches of an if, match, array, or the breaks of a loop agree on.
  struct Merge {
    Ty must = nullptr; // a type that every branch coerces to, or null
    Ty hint = nullptr; // only a hint
    Ty type = nullptr; // of the branches so far; null: all diverge
    std::vector<const hir::Expr*> never;
  };
  enum class TargetKind : std::uint8_t { kLoop, kWhile, kFor, kBlock };
  struct Target {
    hir::NodeId node;
    TargetKind kind;
    Merge merge;
    bool has_break = false;
  };
  struct PendingCast {
    const hir::CastExpr* expr;
    Ty from;
    Ty to;
  };
  struct PendingFormat {
    Ty type;
    FormatTrait trait;
    Span span;
  };
  struct PendingLiteral {
    const hir::LiteralExpr* expr;
    bool negated;
  };

  // --- errors (typeck.cpp) ---
  void emit(Diagnostic d);
  void error(std::uint16_t code, Span span, std::string message, std::string label = "");
  // Reported only when the body has no other error, as rustc's later phases do.
  void emit_late(Diagnostic d);
  void mismatch(Span span, Ty expected, Ty found, const char* message = "mismatched types");
  std::string show(Ty type);
  std::string sort_of(Ty type); // as in "found integer", "found `bool`"

  // --- tables (typeck.cpp) ---
  Ty fresh() override { return table_.fresh(); }
  Ty shallow(Ty t) { return t->is(TyKind::kInfer) ? table_.shallow(t) : t; }
  Ty prim(TyKind kind) { return types_.prim(kind); }
  Ty usize() { return types_.prim(TyKind::kUsize); }
  Ty record(hir::NodeId node, Ty type) { return results_.node_types[node] = type; }
  void adjust(const hir::Expr* e, AdjustKind kind, Ty type);
  void set_callee(const hir::Expr* e, Callee callee);
  void write_back();
  void finish_casts();
  void finish_formats();
  void out_of_range(Span span, Ty type);
  void finish_literals();

  // --- expressions (check_expr.cpp) ---
  // The type of e; `hint` (may be null) only guides inference.
  Ty check(const hir::Expr* e, Ty hint);
  // Checks e and coerces its value, at its innermost tails, to `type`.
  void check_to(const hir::Expr* e, Ty type);
  Ty check_kind(const hir::Expr* e, Ty hint);
  Ty literal(const hir::LiteralExpr* e, Ty hint);
  Ty path(const hir::PathExpr* e);
  Ty type_relative(const hir::PathExpr* e);
  bool prim_constant(Ty type, std::string_view name, u128& bits, Ty& result);
  Ty unary(const hir::UnaryExpr* e, Ty hint);
  Ty deref(const hir::UnaryExpr* e, Ty hint);
  Ty addr_of(const hir::AddrOfExpr* e, Ty hint);
  Ty field(const hir::FieldExpr* e);
  Ty index(const hir::IndexExpr* e);
  Ty range(const hir::RangeExpr* e);
  Ty tuple(const hir::TupleExpr* e, Ty hint);
  Ty array(const hir::ArrayExpr* e, Ty hint);
  Ty repeat(const hir::RepeatExpr* e, Ty hint);
  Ty struct_literal(const hir::StructLitExpr* e);
  Ty cast(const hir::CastExpr* e);
  void require_unsafe(Span span, const std::string& what, const std::string& label);

  // --- operators (check_ops.cpp) ---
  Ty binary(const hir::BinaryExpr* e, Ty hint);
  Ty arithmetic(const hir::BinaryExpr* e, Ty lhs, Ty rhs);
  Ty compare(BinaryOp op, Span op_span, Span span, const hir::Expr* lhs, const hir::Expr* rhs, Ty lhs_type,
             Ty rhs_type);
  Ty assign(const hir::AssignExpr* e);
  Ty assign_op(const hir::AssignOpExpr* e);
  Ty deref_operand(const hir::Expr* e, Ty type);
  bool operands_fit(BinaryOp op, Ty lhs, Ty rhs);
  bool has_operator(BinaryOp op, Ty lhs);
  bool comparable(BinaryOp op, Ty type);
  void no_operator(const hir::BinaryExpr* e, Ty lhs, Ty rhs);
  static bool is_place(const hir::Expr* e);

  // --- calls (check_call.cpp, check_method.cpp) ---
  Ty call(const hir::CallExpr* e, Ty hint);
  Ty call_type_relative(const hir::CallExpr* e, const hir::PathExpr* callee, Ty hint);
  void arguments(const hir::Expr* call, Span name, List<const hir::Expr*> args, const std::vector<Ty>& params,
                 bool variadic, const char* what, Span declared);
  void variadic_argument(const hir::Expr* arg);
  void check_rest(List<const hir::Expr*> args);
  Ty method_call(const hir::MethodCallExpr* e, Ty hint);
  bool adt_method(const hir::MethodCallExpr* e, Ty adt, const std::vector<Ty>& steps, Ty& result);
  bool builtin_method(const hir::MethodCallExpr* e, Ty type, const std::vector<Ty>& steps, Ty& result);
  bool clone_method(const hir::MethodCallExpr* e, Ty type, const std::vector<Ty>& steps, Ty& result);
  void no_method(const hir::MethodCallExpr* e, Ty type);
  std::vector<Ty> autoderef(Ty type);
  void adjust_derefs(const hir::Expr* e, const std::vector<Ty>& steps, std::size_t count);
  Ty builtin_type(char letter, Ty self, Ty element);
  bool is_clone(Ty type);

  // --- control flow (check_control.cpp) ---
  Ty block(const hir::BlockExpr* e, Ty hint, Ty must);
  Ty block_body(const hir::Block* b, Ty hint, Ty must, bool never_matters);
  void statement(const hir::Stmt& s);
  void let(const hir::Stmt& s);
  Ty if_expr(const hir::IfExpr* e, Ty hint, Ty must);
  Ty match_expr(const hir::MatchExpr* e, Ty hint, Ty must);
  Ty loop_expr(const hir::LoopExpr* e, Ty hint, Ty must);
  Ty for_expr(const hir::ForExpr* e);
  Ty for_sequence(const hir::ForExpr* e, ForInfo& info);
  Ty break_expr(const hir::BreakExpr* e);
  Ty return_expr(const hir::ReturnExpr* e);
  void branch(Merge& merge, const hir::Expr* e, const char* message);
  void unit_branch(Merge& merge, Span span, std::uint16_t code, const char* message);
  Ty merged(Merge& merge);
  Target* find_target(hir::NodeId node);

  // --- patterns (check_pat.cpp) ---
  void pattern(const hir::Pat* p, Ty type);
  void struct_pattern(const hir::Pat* p, Ty type);
  void tuple_pattern(const hir::Pat* p, Ty type);

  // --- coercions, casts, macros (check_coerce.cpp, check_cast.cpp, check_format.cpp) ---
  bool try_coerce(const hir::Expr* e, Ty actual, Ty expected);
  bool coerce_pointer(const hir::Expr* e, Ty actual, Ty expected);
  bool coerce_fn(const hir::Expr* e, Ty actual, Ty expected);
  void coerce(const hir::Expr* e, Ty actual, Ty expected, const char* message = "mismatched types");
  void finish_cast(const PendingCast& cast);
  bool cast_numeric(const PendingCast& cast, Ty from, Ty to);
  void invalid_cast(const PendingCast& cast, Ty from, Ty to, std::uint16_t code);
  void format_args(List<FormatPiece> pieces, List<const hir::Expr*> args);
  bool formats(FormatTrait trait, Ty type);
  Ty assert_cmp(const hir::AssertCmpExpr* e);

  bool inside_struct_module(const Reach& reach) const;

  TyCtxt& cx_;
  DefId owner_;
  const Def& def_;
  const hir::Body& body_;
  TypeInterner& types_;
  InferenceTable table_;
  TypeckResults results_;
  Ty return_type_ = nullptr; // null in a const or static
  bool in_fn_ = false;
  bool diverges_ = false;
  unsigned unsafe_depth_ = 0;
  std::vector<Target> targets_;
  std::vector<PendingCast> casts_;
  std::vector<PendingFormat> formats_;
  std::vector<PendingLiteral> literals_;
  std::vector<Diagnostic> late_;
  std::vector<std::pair<Span, Ty>> negations_;
};

} // namespace minirc

#endif
