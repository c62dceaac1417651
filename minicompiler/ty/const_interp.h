// The constant interpreter's state: one evaluation of one initialiser, walking typed HIR. Internal to ty/const_*.cpp.
#ifndef PARAUDIT_MINICOMPILER_TY_CONST_INTERP_H
#define PARAUDIT_MINICOMPILER_TY_CONST_INTERP_H

#include "minicompiler/ty/const_eval.h"
#include <vector>

namespace minirc {

class ConstInterpreter {
 public:
  ConstInterpreter(TyCtxt& cx, DefId root) : cx_(cx), root_(root) {}
  ConstValue run();

 private:
  enum class Flow : std::uint8_t { kNormal, kBreak, kContinue, kReturn };
  struct Frame {
    const hir::Body* body;
    const TypeckResults* types;
    std::vector<ConstValue> locals;
    Flow flow = Flow::kNormal;
    hir::NodeId target = hir::kNone;
    ConstValue carried; // the value of a break or return
  };
  struct Failure {}; // ends the evaluation; already reported where there was something to say

  static constexpr unsigned kMaxSteps = 1u << 22;
  static constexpr unsigned kMaxDepth = 1200;           // bounds the stack, as calls times nesting does not
  static constexpr unsigned kMaxCalls = 128;            // rustc's recursion limit
  static constexpr std::uint64_t kMaxValues = 1u << 22; // in one array; each takes about 100 bytes here

  ConstValue body(DefId owner, std::vector<ConstValue> args);
  ConstValue eval(const hir::Expr* e); // with adjustments
  ConstValue eval_raw(const hir::Expr* e);
  ConstValue control(const hir::Expr* e);
  ConstValue literal(const hir::LiteralExpr* e);
  ConstValue path(const hir::PathExpr* e);
  ConstValue unary(const hir::UnaryExpr* e);
  ConstValue binary(const hir::BinaryExpr* e);
  ConstValue arith(const hir::Expr* e, BinaryOp op, const ConstValue& lhs, const ConstValue& rhs);
  ConstValue aggregate(const hir::Expr* e);
  ConstValue struct_literal(const hir::StructLitExpr* e);
  ConstValue slice(const hir::IndexExpr* e, const ConstValue& base);
  ConstValue call(const hir::Expr* e, const hir::Expr* callee, const hir::Expr* receiver, List<const hir::Expr*> args);
  ConstValue builtin(const hir::Expr* e, Builtin id, std::vector<ConstValue> args);
  ConstValue block(const hir::Block* b);
  ConstValue loop(const hir::LoopExpr* e);
  ConstValue match(const hir::MatchExpr* e);
  bool matches(const hir::Pat* p, const ConstValue& value);
  bool equal(const ConstValue& a, const ConstValue& b);
  ConstValue* place(const hir::Expr* e);
  void assign(const hir::Expr* lhs, ConstValue value);
  std::size_t checked_index(const hir::IndexExpr* e, std::size_t length);
  void step(Span span);
  bool leaving() const { return frame_->flow != Flow::kNormal; }
  Ty type(const hir::Expr* e) const { return frame_->types->type_of(e); }
  ConstValue scalar(Ty type, u128 bits) const;
  ConstValue unit() const;
  [[noreturn]] void fail(Span span, std::string message);
  [[noreturn]] void unsupported(Span span, std::string_view what);

  TyCtxt& cx_;
  DefId root_;
  Frame* frame_ = nullptr;
  Span root_call_; // the call under way in the initialiser itself
  unsigned steps_ = 0;
  unsigned calls_ = 0;
  unsigned depth_ = 0; // of eval, over all calls
};

} // namespace minirc

#endif
