// The constant interpreter: calls, blocks and control flow.
#include "minicompiler/ty/const_eval.h"
#include "minicompiler/ty/const_arith.h"
#include "minicompiler/ty/const_interp.h"
#include "minicompiler/ty/interner.h"
#include <utility>

namespace minirc {

using hir::ExprKind;

ConstValue eval_const(TyCtxt& cx, DefId id) {
  return ConstInterpreter(cx, id).run();
}

ConstValue ConstInterpreter::run() {
  try {
    return body(root_, {});
  } catch (const Failure&) {
    return {};
  }
}

void ConstInterpreter::fail(Span span, std::string message) {
  std::string evaluation = "evaluation of `" + cx_.defs().def_path(root_) + "` failed ";
  if (calls_ > 1)
    cx_.sink().emit(make_error(Phase::kBody, 80, root_call_, std::move(message), evaluation + "inside this call")
                        .note("the failure occurred here", span));
  else
    cx_.sink().emit(make_error(Phase::kBody, 80, span, std::move(message), evaluation + "here"));
  throw Failure{};
}

void ConstInterpreter::unsupported(Span span, std::string_view what) {
  cx_.sink().emit(make_unsupported(Phase::kBody, span, std::string(what) + " in a constant"));
  throw Failure{};
}

void ConstInterpreter::step(Span span) {
  if (++steps_ > kMaxSteps)
    unsupported(span, "an evaluation of more than " + std::to_string(kMaxSteps) + " steps");
}

ConstValue ConstInterpreter::scalar(Ty type, u128 bits) const {
  ConstValue v;
  v.kind = ConstKind::kScalar;
  v.type = type;
  v.bits = bits;
  return v;
}

ConstValue ConstInterpreter::unit() const {
  ConstValue v;
  v.kind = ConstKind::kAggregate;
  v.type = cx_.types().unit();
  return v;
}

ConstValue ConstInterpreter::body(DefId owner, std::vector<ConstValue> args) {
  const TypeckResults& types = cx_.typeck(owner);
  const hir::Body& hir = cx_.hir_body(owner);
  if (types.has_errors || hir.has_errors || !hir.value)
    throw Failure{};
  if (++calls_ > kMaxCalls)
    fail(hir.value->span, "reached the configured maximum number of stack frames");
  Frame frame{&hir, &types, std::vector<ConstValue>(hir.locals.size()), Flow::kNormal, hir::kNone, {}};
  Frame* outer = std::exchange(frame_, &frame);
  for (std::uint32_t i = 0; i < hir.params.size(); ++i)
    matches(hir.params[i], args[i]);
  ConstValue result = eval(hir.value);
  if (frame.flow == Flow::kReturn)
    result = std::move(frame.carried);
  frame_ = outer;
  --calls_;
  return result;
}

ConstValue ConstInterpreter::eval(const hir::Expr* e) {
  step(e->span);
  if (++depth_ > kMaxDepth)
    unsupported(e->span, "an evaluation nested deeper than " + std::to_string(kMaxDepth) + " expressions");
  ConstValue value = eval_raw(e);
  --depth_;
  if (leaving())
    return value;
  for (const Adjustment& a : frame_->types->adjustments(e)) {
    if (a.kind == AdjustKind::kDeref) {
      if (value.kind != ConstKind::kRef)
        unsupported(e->span, "this dereference");
      ConstValue inner = std::move(value.elements[0]);
      value = std::move(inner);
    } else if (a.kind == AdjustKind::kBorrow) {
      ConstValue ref;
      ref.kind = ConstKind::kRef;
      ref.elements.push_back(std::move(value));
      value = std::move(ref);
    } else if (a.kind == AdjustKind::kBorrowMut) {
      unsupported(e->span, "a mutable reference");
    }
    if (a.kind != AdjustKind::kNeverToAny && a.kind != AdjustKind::kDeref)
      value.type = a.type;
  }
  return value;
}

ConstValue ConstInterpreter::eval_raw(const hir::Expr* e) {
  switch (e->kind) {
  case ExprKind::kLiteral:
    return literal(e->cast<hir::LiteralExpr>());
  case ExprKind::kLocal:
    return frame_->locals[e->cast<hir::LocalExpr>()->local];
  case ExprKind::kPath:
    return path(e->cast<hir::PathExpr>());
  case ExprKind::kUnary:
    return unary(e->cast<hir::UnaryExpr>());
  case ExprKind::kBinary:
    return binary(e->cast<hir::BinaryExpr>());
  case ExprKind::kCast: {
    ConstValue v = eval(e->cast<hir::CastExpr>()->operand);
    if (leaving())
      return v;
    if (v.kind != ConstKind::kScalar) {
      v.type = type(e);
      return v;
    }
    if (type(e)->is_pointer())
      unsupported(e->span, "a cast to a pointer");
    return scalar(type(e), const_cast_bits(v.bits, v.type, type(e)));
  }
  case ExprKind::kAddrOf: {
    if (e->cast<hir::AddrOfExpr>()->is_mut)
      unsupported(e->span, "a mutable reference");
    ConstValue ref;
    ref.kind = ConstKind::kRef;
    ref.type = type(e);
    ref.elements.push_back(eval(e->cast<hir::AddrOfExpr>()->operand));
    return ref;
  }
  case ExprKind::kCall:
    return call(e, e->cast<hir::CallExpr>()->callee, nullptr, e->cast<hir::CallExpr>()->args);
  case ExprKind::kMethodCall:
    return call(e, nullptr, e->cast<hir::MethodCallExpr>()->receiver, e->cast<hir::MethodCallExpr>()->args);
  case ExprKind::kField:
  case ExprKind::kIndex:
  case ExprKind::kStructLit:
  case ExprKind::kTuple:
  case ExprKind::kArray:
  case ExprKind::kRepeat:
    return aggregate(e);
  default:
    return control(e);
  }
}

ConstValue ConstInterpreter::control(const hir::Expr* e) {
  switch (e->kind) {
  case ExprKind::kBlock: {
    ConstValue v = block(e->cast<hir::BlockExpr>()->block);
    if (frame_->flow == Flow::kBreak && frame_->target == e->id) {
      frame_->flow = Flow::kNormal;
      return std::move(frame_->carried);
    }
    return v;
  }
  case ExprKind::kIf: {
    auto* branch = e->cast<hir::IfExpr>();
    ConstValue condition = eval(branch->condition);
    if (leaving())
      return condition;
    return condition.bits ? eval(branch->then_expr) : branch->else_expr ? eval(branch->else_expr) : unit();
  }
  case ExprKind::kLoop:
    return loop(e->cast<hir::LoopExpr>());
  case ExprKind::kMatch:
    return match(e->cast<hir::MatchExpr>());
  case ExprKind::kAssign: {
    ConstValue value = eval(e->cast<hir::AssignExpr>()->rhs);
    if (!leaving())
      assign(e->cast<hir::AssignExpr>()->lhs, std::move(value));
    return unit();
  }
  case ExprKind::kAssignOp: {
    auto* op = e->cast<hir::AssignOpExpr>();
    ConstValue rhs = eval(op->rhs);
    if (leaving())
      return rhs;
    ConstValue current = *place(op->lhs);
    *place(op->lhs) = arith(e, op->op, current, rhs);
    return unit();
  }
  case ExprKind::kBreak:
  case ExprKind::kContinue:
  case ExprKind::kReturn: {
    const hir::Expr* value = e->kind == ExprKind::kBreak    ? e->cast<hir::BreakExpr>()->value
                             : e->kind == ExprKind::kReturn ? e->cast<hir::ReturnExpr>()->value
                                                            : nullptr;
    ConstValue carried = value ? eval(value) : unit();
    if (leaving())
      return carried;
    frame_->carried = std::move(carried);
    frame_->flow = e->kind == ExprKind::kBreak      ? Flow::kBreak
                   : e->kind == ExprKind::kContinue ? Flow::kContinue
                                                    : Flow::kReturn;
    frame_->target = e->kind == ExprKind::kBreak      ? e->cast<hir::BreakExpr>()->target
                     : e->kind == ExprKind::kContinue ? e->cast<hir::ContinueExpr>()->target
                                                      : hir::kNone;
    return unit();
  }
  case ExprKind::kPanic: {
    auto* panic = e->cast<hir::PanicExpr>();
    bool plain = panic->pieces.size() == 1 && !panic->pieces[0].has_argument;
    fail(e->span, "evaluation panicked" + (plain ? ": " + std::string(panic->pieces[0].text) : ""));
  }
  default:
    unsupported(e->span, "this expression");
  }
}

ConstValue ConstInterpreter::block(const hir::Block* b) {
  for (const hir::Stmt& s : b->stmts) {
    if (s.kind == hir::StmtKind::kLet && !s.expr)
      continue;
    ConstValue value = eval(s.expr);
    if (leaving())
      return value;
    if (s.kind == hir::StmtKind::kLet)
      matches(s.pat, value);
  }
  return b->tail ? eval(b->tail) : unit();
}

ConstValue ConstInterpreter::loop(const hir::LoopExpr* e) {
  for (;;) {
    step(e->span);
    ConstValue value = block(e->body);
    if (frame_->flow == Flow::kContinue && frame_->target == e->id)
      frame_->flow = Flow::kNormal;
    if (frame_->flow == Flow::kBreak && frame_->target == e->id) {
      frame_->flow = Flow::kNormal;
      return std::move(frame_->carried);
    }
    if (leaving())
      return value;
  }
}

ConstValue ConstInterpreter::match(const hir::MatchExpr* e) {
  ConstValue value = eval(e->scrutinee);
  if (leaving())
    return value;
  for (const hir::MatchArm& arm : e->arms) {
    if (!matches(arm.pat, value))
      continue;
    if (arm.guard && !eval(arm.guard).bits)
      continue;
    return eval(arm.body);
  }
  throw Failure{}; // not exhaustive: reported by the match pass
}

bool ConstInterpreter::matches(const hir::Pat* p, const ConstValue& value) {
  switch (p->kind) {
  case hir::PatKind::kWild:
    return true;
  case hir::PatKind::kBinding:
    if (p->by_ref || p->by_ref_mut)
      unsupported(p->span, "a `ref` binding");
    frame_->locals[p->local] = value;
    return !p->sub || matches(p->sub, value);
  case hir::PatKind::kLiteral:
  case hir::PatKind::kConst:
    return equal(eval(p->lo), value);
  case hir::PatKind::kRange: {
    bool above = !p->lo || const_binary(BinaryOp::kGe, value.bits, eval(p->lo).bits, value.type).bits;
    return above &&
           (!p->hi ||
            const_binary(p->inclusive ? BinaryOp::kLe : BinaryOp::kLt, value.bits, eval(p->hi).bits, value.type).bits);
  }
  case hir::PatKind::kTuple:
    for (std::uint32_t i = 0; i < p->elements.size(); ++i) {
      std::size_t at = p->rest_at != hir::kNone && i >= p->rest_at ? i + value.elements.size() - p->elements.size() : i;
      if (!matches(p->elements[i], value.elements[at]))
        return false;
    }
    return true;
  case hir::PatKind::kStruct: {
    auto indices = frame_->types->field_indices(p->id);
    for (std::uint32_t i = 0; i < p->fields.size(); ++i)
      if (!matches(p->fields[i].pat, value.elements[indices[i]]))
        return false;
    return true;
  }
  case hir::PatKind::kRef:
    return value.kind == ConstKind::kRef && matches(p->sub, value.elements[0]);
  case hir::PatKind::kOr:
    for (const hir::Pat* alternative : p->elements)
      if (matches(alternative, value))
        return true;
    return false;
  case hir::PatKind::kError:
    break;
  }
  throw Failure{};
}

bool ConstInterpreter::equal(const ConstValue& a, const ConstValue& b) {
  if (a.kind != b.kind)
    return false;
  if (a.kind == ConstKind::kStr)
    return a.text == b.text;
  if (a.kind == ConstKind::kScalar)
    return const_binary(BinaryOp::kEq, a.bits, b.bits, a.type).bits;
  if (a.elements.size() != b.elements.size())
    return false;
  for (std::size_t i = 0; i < a.elements.size(); ++i)
    if (!equal(a.elements[i], b.elements[i]))
      return false;
  return true;
}

} // namespace minirc
