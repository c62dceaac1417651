// Control flow: blocks, let, if, loop, match, break.
#include "minicompiler/mir/builder.h"

#include <algorithm>
#include <cassert>

namespace minirc::mir {

void Builder::block(const Place& dest, const hir::Block* block) {
  for (const hir::Stmt& stmt : block->stmts)
    statement(stmt);
  if (block->tail)
    into(dest, block->tail);
}

void Builder::statement(const hir::Stmt& stmt) {
  if (stmt.kind == hir::StmtKind::kLet)
    let(stmt);
  else
    discard(stmt.expr);
}

void Builder::let(const hir::Stmt& stmt) {
  const hir::Pat* pat = stmt.pat;
  declare(pat);
  if (!stmt.expr)
    return;
  if (pat->kind == hir::PatKind::kBinding && !pat->sub && !pat->by_ref && !pat->by_ref_mut)
    return into(place_of(locals_[pat->local]), stmt.expr);
  if (pat->kind == hir::PatKind::kWild)
    return discard(stmt.expr);
  bind_irrefutable(place(stmt.expr), pat);
}

// Evaluates a condition for its jumps alone: && || and ! make no values.
void Builder::branch(const hir::Expr* condition, BlockId if_true, BlockId if_false) {
  if (types_.adjustments(condition).empty()) {
    if (auto* binary = condition->dyn_cast<hir::BinaryExpr>(); binary && is_lazy(binary->op)) {
      BlockId next = new_block();
      if (binary->op == BinaryOp::kAnd)
        branch(binary->lhs, next, if_false);
      else
        branch(binary->lhs, if_true, next);
      start(next);
      return branch(binary->rhs, if_true, if_false);
    }
    auto* negation = condition->dyn_cast<hir::UnaryExpr>();
    if (negation && negation->op == UnaryOp::kNot && types_.adjusted_type(negation->operand)->is(TyKind::kBool))
      return branch(negation->operand, if_false, if_true);
    if (auto* literal = condition->dyn_cast<hir::LiteralExpr>())
      return go_to(literal->value.bits ? if_true : if_false);
  }
  switch_bool(operand(condition), if_true, if_false);
}

void Builder::if_expr(const Place& dest, const hir::IfExpr* e) {
  BlockId then_block = new_block(), else_block = new_block();
  BlockId join = e->else_expr ? new_block() : else_block;
  branch(e->condition, then_block, else_block);
  start(then_block);
  into(dest, e->then_expr);
  go_to(join);
  if (e->else_expr) {
    start(else_block);
    into(dest, e->else_expr);
    go_to(join);
  }
  start(join);
}

void Builder::loop_expr(const Place& dest, const hir::LoopExpr* e) {
  BlockId head = new_block(), exit = new_block();
  go_to(head);
  start(head);
  loops_.push_back({e->id, exit, head, dest});
  block(place_of(new_local(unit_)), e->body);
  loops_.pop_back();
  go_to(head);
  start(exit);
}

void Builder::block_expr(const Place& dest, const hir::BlockExpr* e) {
  if (!e->label)
    return block(dest, e->block);
  BlockId exit = new_block();
  loops_.push_back({e->id, exit, kNone, dest});
  block(dest, e->block);
  loops_.pop_back();
  go_to(exit);
  start(exit);
}

const Builder::LoopScope& Builder::scope_of(hir::NodeId node) const {
  for (auto scope = loops_.rbegin(); scope != loops_.rend(); ++scope)
    if (scope->node == node)
      return *scope;
  assert(false && "the loop pass lets no jump without a target through");
  return loops_.back();
}

void Builder::jump_out(const hir::BreakExpr* e) {
  LoopScope scope = scope_of(e->target);
  if (e->value)
    into(scope.dest, e->value);
  go_to(scope.break_block);
  diverge();
}

namespace {

// The values of an arm that a switch can dispatch on: one literal, or literals joined by `|`.
bool literal_values(const hir::Pat* pat, std::vector<const hir::Expr*>& values) {
  if (pat->kind == hir::PatKind::kLiteral) {
    values.push_back(pat->lo);
    return true;
  }
  if (pat->kind != hir::PatKind::kOr)
    return false;
  for (const hir::Pat* alternative : pat->elements)
    if (!literal_values(alternative, values))
      return false;
  return true;
}

} // namespace

// A run of literal arms at the start becomes one switch. Returns the number of arms done; `current` is where the others
// go on.
std::uint32_t Builder::match_literals(const Place& dest, const Place& scrutinee, const hir::MatchExpr* e,
                                      BlockId join) {
  Ty type = body_.type_of(scrutinee);
  if (!type->is_int() && !type->is(TyKind::kChar) && !type->is(TyKind::kBool))
    return 0;
  std::vector<SwitchCase> cases;
  std::vector<BlockId> bodies;
  for (const hir::MatchArm& arm : e->arms) {
    std::vector<const hir::Expr*> values;
    if (arm.guard || !literal_values(arm.pat, values))
      break;
    bodies.push_back(new_block());
    for (const hir::Expr* value : values)
      cases.push_back({body_.constants[pattern_value(value, type).constant].bits, bodies.back()});
  }
  if (bodies.empty())
    return 0;
  std::sort(cases.begin(), cases.end(), [](auto& a, auto& b) {
    return a.value != b.value ? a.value < b.value : a.target < b.target; // the first arm wins
  });
  cases.erase(std::unique(cases.begin(), cases.end(), [](auto& a, auto& b) { return a.value == b.value; }),
              cases.end());
  BlockId rest = new_block();
  auto first = static_cast<std::uint32_t>(body_.cases.size());
  body_.cases.insert(body_.cases.end(), cases.begin(), cases.end());
  terminate({.kind = TerminatorKind::kSwitch,
             .a = copy(scrutinee),
             .target = rest,
             .first = first,
             .count = static_cast<std::uint32_t>(cases.size())});
  for (std::uint32_t i = 0; i < bodies.size(); i++) {
    start(bodies[i]);
    into(dest, e->arms[i].body);
    go_to(join);
  }
  start(rest);
  return static_cast<std::uint32_t>(bodies.size());
}

// Arm by arm: test, bind, guard; the first that fits wins.
void Builder::match_expr(const Place& dest, const hir::MatchExpr* e) {
  Place scrutinee = place(e->scrutinee);
  BlockId join = new_block();
  for (std::uint32_t arm = match_literals(dest, scrutinee, e, join); arm < e->arms.size(); arm++)
    match_arm(dest, scrutinee, e->arms[arm], join);
  // What no arm takes: the match pass has shown that there is nothing.
  terminate({.kind = TerminatorKind::kUnreachable});
  start(join);
}

void Builder::match_arm(const Place& dest, const Place& scrutinee, const hir::MatchArm& arm, BlockId join) {
  BlockId next = new_block();
  declare(arm.pat);
  test(scrutinee, arm.pat, next);
  bind(scrutinee, arm.pat);
  if (arm.guard) {
    BlockId taken = new_block();
    branch(arm.guard, taken, next);
    start(taken);
  }
  into(dest, arm.body);
  go_to(join);
  start(next);
}

} // namespace minirc::mir
