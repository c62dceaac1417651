// Control flow: if, loops, match, jumps.
#include "minicompiler/hir/lowerer.h"

namespace minirc {

const hir::Expr* BodyLowerer::if_expr(const ast::IfExpr* e) {
  auto* to = node<hir::IfExpr>(e->span);
  to->condition = expr(e->condition);
  to->then_expr = block_expr(e->then_block, e->then_block->span);
  to->else_expr = expr_or_null(e->else_expr);
  return to;
}

// while c { b }  ->  loop { if c { b } else { break } }
const hir::Expr* BodyLowerer::while_expr(const ast::WhileExpr* e) {
  auto* loop = node<hir::LoopExpr>(e->span);
  loop->label = e->label.name;
  loop->source = hir::LoopSource::kWhile;
  targets_.push_back({e->label.name, loop->id, true});
  auto* branch = node<hir::IfExpr>(e->span);
  branch->condition = expr(e->condition);
  branch->then_expr = block_expr(e->body, e->body->span);
  auto* leave = node<hir::BreakExpr>(e->condition->span);
  leave->target = loop->id;
  leave->has_label = false;
  leave->value = nullptr;
  branch->else_expr = leave;
  targets_.pop_back();
  hir::Stmt stmt;
  stmt.kind = hir::StmtKind::kExpr;
  stmt.span = e->span;
  stmt.expr = branch;
  hir::Block body;
  body.span = e->body->span;
  body.stmts = cx_.arena.copy(&stmt, 1);
  loop->body = cx_.arena.make<hir::Block>(body);
  return loop;
}

const hir::Expr* BodyLowerer::loop_expr(const ast::LoopExpr* e) {
  auto* to = node<hir::LoopExpr>(e->span);
  to->label = e->label.name;
  to->source = hir::LoopSource::kLoop;
  targets_.push_back({e->label.name, to->id, true});
  to->body = block(e->body);
  targets_.pop_back();
  return to;
}

// Takes apart `(a..b).rev().step_by(n)`, `x.iter().enumerate()` and the like. False when it was reported as
// unsupported.
bool BodyLowerer::for_head(const ast::Expr* head, hir::ForExpr& loop, bool& enumerate) {
  while (head->kind == ast::ExprKind::kParen)
    head = head->cast<ast::ParenExpr>()->inner;
  if (head->kind == ast::ExprKind::kRange) {
    auto* range = head->cast<ast::RangeExpr>();
    loop.head = hir::ForHead::kRange;
    loop.inclusive = range->inclusive;
    if (!range->lo)
      return unsupported(head->span, "a `for` over a range without a start"), false;
    loop.lo = expr(range->lo);
    loop.hi = expr_or_null(range->hi);
    return true;
  }
  if (head->kind == ast::ExprKind::kMethodCall) {
    auto* call = head->cast<ast::MethodCallExpr>();
    Known method = call->method.name.known();
    bool adaptor = method == Known::kRev || method == Known::kStepBy || method == Known::kEnumerate;
    if (adaptor && call->args.size() == (method == Known::kStepBy ? 1u : 0u)) {
      if (!for_head(call->receiver, loop, enumerate))
        return false;
      bool again = (method == Known::kRev && loop.reversed) || (method == Known::kStepBy && loop.step) || enumerate;
      if (again)
        return unsupported(call->method.span, "this chain of iterator methods"), false;
      enumerate |= method == Known::kEnumerate;
      loop.reversed |= method == Known::kRev;
      if (method == Known::kStepBy) {
        loop.step = expr(call->args[0]);
        loop.step_after_rev = loop.reversed;
      }
      return true;
    }
    bool iter =
        (method == Known::kIter || method == Known::kIterMut || method == Known::kIntoIter) && call->args.empty();
    if (iter) {
      loop.by_iter = method == Known::kIter      ? hir::ByIter::kIter
                     : method == Known::kIterMut ? hir::ByIter::kIterMut
                                                 : hir::ByIter::kNo;
      if (method == Known::kIntoIter && call->receiver->kind == ast::ExprKind::kParen)
        return for_head(call->receiver, loop, enumerate);
      loop.sequence = expr(call->receiver);
      return true;
    }
  }
  loop.sequence = expr(head);
  return true;
}

const hir::Expr* BodyLowerer::for_expr(const ast::ForExpr* e) {
  auto* loop = node<hir::ForExpr>(e->span);
  loop->head = hir::ForHead::kSequence;
  loop->by_iter = hir::ByIter::kNo;
  loop->label = e->label.name;
  bool enumerate = false;
  if (!for_head(e->iterable, *loop, enumerate))
    return error_expr(e->span);
  if (enumerate)
    return enumerated(e, loop);
  std::size_t outer = scope_.size();
  loop->pat = pattern(e->pat);
  targets_.push_back({e->label.name, loop->id, true});
  loop->body = block(e->body);
  targets_.pop_back();
  scope_.resize(outer);
  return loop;
}

// for (i, x) in xs.iter().enumerate() { b }  ->  { let mut n = 0usize; for x in xs.iter() { let i = n; n += 1; b } }
const hir::Expr* BodyLowerer::enumerated(const ast::ForExpr* e, hir::ForExpr* loop) {
  if (e->pat->kind != ast::PatKind::kTuple || e->pat->elements.size() != 2)
    return unsupported(e->pat->span, "an `enumerate` whose pattern is not a pair");
  Span span = e->iterable->span;
  std::size_t outer = scope_.size();
  hir::LocalId counter = new_local(cx_.symbols.known(Known::kUnderscore), span, true, false);
  hir::Stmt start;
  start.kind = hir::StmtKind::kLet;
  start.span = span;
  hir::Pat* counter_pat = make_pat(hir::PatKind::kBinding, span);
  counter_pat->local = counter;
  start.pat = counter_pat;
  start.expr = usize_literal(span, 0);
  PatternState state;
  const hir::Pat* index_pat = pat(e->pat->elements[0], state);
  loop->pat = pat(e->pat->elements[1], state);
  for (const Bound& bound : state.bound)
    scope_.push_back({bound.name, bound.local, kNoModule});
  hir::Stmt inner[3];
  inner[0].kind = hir::StmtKind::kLet;
  inner[0].span = span;
  inner[0].pat = index_pat;
  inner[0].expr = local_expr(span, counter);
  auto* bump = node<hir::AssignOpExpr>(span);
  bump->op = BinaryOp::kAdd;
  bump->op_span = span;
  bump->lhs = local_expr(span, counter);
  bump->rhs = usize_literal(span, 1);
  inner[1].span = span;
  inner[1].expr = bump;
  targets_.push_back({e->label.name, loop->id, true});
  inner[2].kind = hir::StmtKind::kExpr;
  inner[2].span = e->body->span;
  inner[2].expr = block_expr(e->body, e->body->span);
  targets_.pop_back();
  scope_.resize(outer);
  hir::Block body;
  body.span = e->body->span;
  body.stmts = cx_.arena.copy(inner, 3);
  loop->body = cx_.arena.make<hir::Block>(body);
  auto* whole = node<hir::BlockExpr>(e->span);
  hir::Block around;
  around.span = e->span;
  around.stmts = cx_.arena.copy(&start, 1);
  around.tail = loop;
  whole->block = cx_.arena.make<hir::Block>(around);
  return whole;
}

const hir::Expr* BodyLowerer::match_expr(const ast::MatchExpr* e) {
  auto* to = node<hir::MatchExpr>(e->span);
  to->scrutinee = expr(e->scrutinee);
  std::vector<hir::MatchArm> arms;
  for (const ast::MatchArm& arm : e->arms) {
    std::size_t outer = scope_.size();
    hir::MatchArm lowered;
    lowered.pat = pattern(arm.pat);
    lowered.guard = expr_or_null(arm.guard);
    lowered.body = expr(arm.body);
    lowered.span = arm.span;
    scope_.resize(outer);
    arms.push_back(lowered);
  }
  to->arms = cx_.arena.copy(arms);
  return to;
}

// The loop or labelled block that a jump leaves; null when there is none (without a label the loop pass reports it).
const BodyLowerer::Target* BodyLowerer::find_target(ast::Ident label, bool is_continue) {
  for (std::size_t i = targets_.size(); i-- > 0;) {
    const Target& target = targets_[i];
    if (label.name ? target.label == label.name : target.is_loop) {
      if (is_continue && !target.is_loop)
        error(696, label.span, "`continue` pointing to a labeled block", "labeled blocks cannot be `continue`'d");
      return &target;
    }
  }
  if (label.name) {
    std::string name = "`" + std::string(label.name.str()) + "`";
    error(426, label.span, "use of undeclared label " + name, "undeclared label " + name);
  }
  return nullptr;
}

const hir::Expr* BodyLowerer::break_expr(const ast::BreakExpr* e) {
  auto* to = node<hir::BreakExpr>(e->span);
  const Target* target = find_target(e->label, false);
  to->target = target ? target->node : hir::kNone;
  to->has_label = static_cast<bool>(e->label.name);
  to->value = expr_or_null(e->value);
  return to;
}

const hir::Expr* BodyLowerer::continue_expr(const ast::ContinueExpr* e) {
  auto* to = node<hir::ContinueExpr>(e->span);
  const Target* target = find_target(e->label, true);
  to->target = target ? target->node : hir::kNone;
  to->has_label = static_cast<bool>(e->label.name);
  return to;
}

} // namespace minirc
