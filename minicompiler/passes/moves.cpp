#include "minicompiler/passes/moves.h"
#include "minicompiler/ty/collect.h"
#include <algorithm>

namespace minirc {

using hir::ExprKind;

void FlowState::join(const FlowState& other) {
  if (!other.reachable)
    return;
  if (!reachable) {
    *this = other;
    return;
  }
  for (std::size_t i = 0; i < locals.size(); ++i)
    locals[i] |= other.locals[i];
  for (const MovedPath& m : other.moved)
    if (std::find(moved.begin(), moved.end(), m) == moved.end())
      moved.push_back(m);
}

MoveCheck::MoveCheck(TyCtxt& cx, const hir::Body& body, const TypeckResults& types)
    : cx_(cx), body_(body), types_(types) {
  state_.locals.resize(body.locals.size(), FlowState::kMaybeUnset);
}

FlowState MoveCheck::unreachable() const {
  FlowState s;
  s.reachable = false;
  return s;
}

void MoveCheck::run() {
  for (const hir::Pat* param : body_.params)
    declare(param, true);
  if (body_.value)
    value(body_.value);
}

void MoveCheck::declare(const hir::Pat* p, bool set) {
  if (p->kind == hir::PatKind::kBinding) {
    state_.locals[p->local] = set ? FlowState::kMaybeSet : FlowState::kMaybeUnset;
    std::erase_if(state_.moved, [&](const MovedPath& m) { return m.local == p->local; });
  }
  if (p->sub)
    declare(p->sub, set);
  for (const hir::Pat* element : p->elements)
    declare(element, set);
  for (const hir::FieldPat& field : p->fields)
    declare(field.pat, set);
}

// The bindings of a pattern against a place: those by value move what they bind unless it is copied.
void MoveCheck::bind(const hir::Pat* p, const Place& place) {
  switch (p->kind) {
  case hir::PatKind::kBinding:
    if (p->by_ref || p->by_ref_mut)
      use(place, p->by_ref_mut ? Use::kBorrowMut : Use::kBorrow, p->span, types_.type_of(p));
    else
      use(place, is_copy(cx_, types_.type_of(p)) ? Use::kRead : Use::kMove, p->span, types_.type_of(p));
    if (p->sub)
      bind(p->sub, place);
    return;
  case hir::PatKind::kTuple:
  case hir::PatKind::kStruct: {
    bool tuple = p->kind == hir::PatKind::kTuple;
    std::uint32_t count = tuple ? p->elements.size() : p->fields.size(), arity = types_.type_of(p)->elements.size();
    for (std::uint32_t i = 0; i < count; ++i) {
      Place part = place;
      std::uint32_t at = !tuple                                        ? types_.field_indices(p->id)[i]
                         : p->rest_at != hir::kNone && i >= p->rest_at ? i + arity - count
                                                                       : i;
      if (part.whole_path)
        part.fields.push_back(at);
      bind(tuple ? p->elements[i] : p->fields[i].pat, part);
    }
    return;
  }
  case hir::PatKind::kRef: {
    Place target = place;
    dereference(target, types_.type_of(p));
    return bind(p->sub, target);
  }
  case hir::PatKind::kOr:
    for (const hir::Pat* alternative : p->elements)
      bind(alternative, place);
    return;
  default:
    return;
  }
}

// e as a value: a place is read, moved or borrowed, by its type and adjustments.
void MoveCheck::value(const hir::Expr* e) {
  if (!state_.reachable)
    return;
  bool deref = false, borrow = false, borrow_mut = false, other = false;
  for (const Adjustment& a : types_.adjustments(e)) {
    deref |= a.kind == AdjustKind::kDeref;
    borrow |= a.kind == AdjustKind::kBorrow;
    borrow_mut |= a.kind == AdjustKind::kBorrowMut;
    other |= a.kind == AdjustKind::kMutToConst || a.kind == AdjustKind::kUnsize;
  }
  if (is_place(e)) {
    Place p = place(e);
    Ty type = types_.type_of(e);
    if (deref) {
      apply_derefs(p, e);
      type = types_.adjusted_type(e);
    }
    Use how = borrow_mut           ? Use::kBorrowMut
              : borrow             ? Use::kBorrow
              : other              ? Use::kRead
              : is_copy(cx_, type) ? Use::kRead
                                   : Use::kMove;
    use(p, how, e->span, type);
  } else {
    rvalue(e);
    if (deref && !borrow && !borrow_mut && !other && state_.reachable && !is_copy(cx_, types_.adjusted_type(e)))
      report(make_error(Phase::kBorrow, 507, e->span, "cannot move out of a reference",
                        "move occurs because the value does not implement the `Copy` trait"));
  }
  if (types_.type_of(e)->is(TyKind::kNever))
    state_.reachable = false;
}

void MoveCheck::all(List<const hir::Expr*> list) {
  for (const hir::Expr* e : list)
    value(e);
}

// An operand that is only looked at: of println!, ==, clone.
void MoveCheck::borrowed(const hir::Expr* e) {
  if (!state_.reachable)
    return;
  if (is_place(e)) {
    Place p = place(e);
    apply_derefs(p, e);
    return use(p, Use::kBorrow, e->span, types_.type_of(e));
  }
  rvalue(e);
  if (types_.type_of(e)->is(TyKind::kNever))
    state_.reachable = false;
}

void MoveCheck::rvalue(const hir::Expr* e) {
  if (!operators(e) && !calls(e))
    control(e);
}

bool MoveCheck::operators(const hir::Expr* e) {
  switch (e->kind) {
  case ExprKind::kUnary:
    value(e->cast<hir::UnaryExpr>()->operand);
    return true;
  case ExprKind::kBinary: {
    auto* b = e->cast<hir::BinaryExpr>();
    if (is_comparison(b->op)) {
      borrowed(b->lhs);
      borrowed(b->rhs);
      return true;
    }
    value(b->lhs);
    FlowState before = is_lazy(b->op) ? state_ : FlowState{};
    value(b->rhs);
    if (is_lazy(b->op))
      state_.join(before);
    return true;
  }
  case ExprKind::kAssign:
  case ExprKind::kAssignOp: {
    bool compound = e->kind == ExprKind::kAssignOp;
    const hir::Expr* lhs = compound ? e->cast<hir::AssignOpExpr>()->lhs : e->cast<hir::AssignExpr>()->lhs;
    value(compound ? e->cast<hir::AssignOpExpr>()->rhs : e->cast<hir::AssignExpr>()->rhs);
    if (state_.reachable)
      use(place(lhs), compound ? Use::kReadWrite : Use::kWrite, e->span, types_.type_of(lhs));
    return true;
  }
  case ExprKind::kCast:
    value(e->cast<hir::CastExpr>()->operand);
    return true;
  case ExprKind::kAddrOf: {
    auto* borrow = e->cast<hir::AddrOfExpr>();
    if (!is_place(borrow->operand)) {
      value(borrow->operand);
      return true;
    }
    use(place(borrow->operand), borrow->is_mut ? Use::kBorrowMut : Use::kBorrow, e->span,
        types_.type_of(borrow->operand));
    return true;
  }
  default:
    return false;
  }
}

bool MoveCheck::calls(const hir::Expr* e) {
  switch (e->kind) {
  case ExprKind::kCall:
    value(e->cast<hir::CallExpr>()->callee);
    all(e->cast<hir::CallExpr>()->args);
    return true;
  case ExprKind::kMethodCall: {
    auto* call = e->cast<hir::MethodCallExpr>();
    types_.callee(e).builtin == Builtin::kCloneCopy ? borrowed(call->receiver) : value(call->receiver);
    all(call->args);
    return true;
  }
  case ExprKind::kStructLit:
    for (const hir::FieldInit& field : e->cast<hir::StructLitExpr>()->fields)
      value(field.value);
    if (const hir::Expr* base = e->cast<hir::StructLitExpr>()->base)
      borrowed(base);
    return true;
  case ExprKind::kTuple:
    all(e->cast<hir::TupleExpr>()->elements);
    return true;
  case ExprKind::kArray:
    all(e->cast<hir::ArrayExpr>()->elements);
    return true;
  case ExprKind::kRepeat:
    value(e->cast<hir::RepeatExpr>()->value);
    return true;
  case ExprKind::kRange:
    for (const hir::Expr* end : {e->cast<hir::RangeExpr>()->lo, e->cast<hir::RangeExpr>()->hi})
      if (end)
        value(end);
    return true;
  case ExprKind::kFormat:
    for (const hir::Expr* arg : e->cast<hir::FormatExpr>()->args)
      borrowed(arg);
    return true;
  case ExprKind::kPanic:
    for (const hir::Expr* arg : e->cast<hir::PanicExpr>()->args)
      borrowed(arg);
    return true;
  case ExprKind::kAssertCmp: {
    auto* assertion = e->cast<hir::AssertCmpExpr>();
    borrowed(assertion->lhs);
    borrowed(assertion->rhs);
    for (const hir::Expr* arg : assertion->args)
      borrowed(arg);
    return true;
  }
  default:
    return false;
  }
}

void MoveCheck::control(const hir::Expr* e) {
  switch (e->kind) {
  case ExprKind::kBlock: {
    auto* b = e->cast<hir::BlockExpr>();
    targets_.push_back({e->id, unreachable(), unreachable()});
    block(b->block);
    state_.join(targets_.back().breaks);
    targets_.pop_back();
    return;
  }
  case ExprKind::kIf:
    return branches(e->cast<hir::IfExpr>());
  case ExprKind::kMatch:
    return match(e->cast<hir::MatchExpr>());
  case ExprKind::kLoop:
    return loop(e->id, e->cast<hir::LoopExpr>()->body, nullptr, false);
  case ExprKind::kFor: {
    auto* f = e->cast<hir::ForExpr>();
    for (const hir::Expr* part : {f->lo, f->hi, f->sequence, f->step})
      if (part)
        value(part);
    return loop(e->id, f->body, f->pat, true);
  }
  case ExprKind::kBreak:
  case ExprKind::kContinue: {
    bool is_break = e->kind == ExprKind::kBreak;
    if (is_break && e->cast<hir::BreakExpr>()->value)
      value(e->cast<hir::BreakExpr>()->value);
    hir::NodeId node = is_break ? e->cast<hir::BreakExpr>()->target : e->cast<hir::ContinueExpr>()->target;
    for (Target& target : targets_)
      if (target.node == node)
        (is_break ? target.breaks : target.continues).join(state_);
    state_.reachable = false;
    return;
  }
  case ExprKind::kReturn:
    if (e->cast<hir::ReturnExpr>()->value)
      value(e->cast<hir::ReturnExpr>()->value);
    state_.reachable = false;
    return;
  default:
    return;
  }
}

void MoveCheck::let(const hir::Stmt& s) {
  bool plain = s.pat->kind == hir::PatKind::kBinding && !s.pat->sub && !s.pat->by_ref && !s.pat->by_ref_mut;
  if (s.expr && !plain && is_place(s.expr) && types_.adjustments(s.expr).empty()) {
    Place p = place(s.expr);
    if (state_.reachable)
      bind(s.pat, p);
  } else if (s.expr) {
    value(s.expr);
  }
  declare(s.pat, s.expr != nullptr);
}

void MoveCheck::block(const hir::Block* b) {
  for (const hir::Stmt& s : b->stmts)
    s.kind == hir::StmtKind::kLet ? let(s) : value(s.expr);
  if (b->tail)
    value(b->tail);
}

void MoveCheck::branches(const hir::IfExpr* e) {
  value(e->condition);
  FlowState after_condition = state_;
  value(e->then_expr);
  std::swap(state_, after_condition);
  if (e->else_expr)
    value(e->else_expr);
  state_.join(after_condition);
}

void MoveCheck::match(const hir::MatchExpr* e) {
  Place p;
  bool in_place = is_place(e->scrutinee) && types_.adjustments(e->scrutinee).empty();
  if (in_place) {
    p = place(e->scrutinee);
    usable(p, Use::kRead, e->scrutinee->span);
  } else {
    value(e->scrutinee);
  }
  FlowState before = state_, after = unreachable();
  for (const hir::MatchArm& arm : e->arms) {
    state_ = before;
    if (in_place && state_.reachable)
      bind(arm.pat, p);
    declare(arm.pat, true);
    if (arm.guard) {
      value(arm.guard);
      before.join(state_);
    }
    value(arm.body);
    after.join(state_);
  }
  state_ = std::move(after);
}

// runs_out: a for, which ends by itself.
void MoveCheck::loop(hir::NodeId node, const hir::Block* body, const hir::Pat* pat, bool runs_out) {
  targets_.push_back({node, unreachable(), unreachable()});
  FlowState entry = state_;
  for (int round = 0; round < 2; ++round) {
    if (pat)
      declare(pat, true);
    block(body);
    state_.join(targets_.back().continues);
    FlowState next = entry;
    next.join(state_);
    if (next == entry)
      break;
    entry = next;
    state_ = next;
  }
  state_ = runs_out ? entry : unreachable();
  state_.join(targets_.back().breaks);
  targets_.pop_back();
}

void check_moves(TyCtxt& cx, DefId owner) {
  const TypeckResults& types = cx.typeck(owner);
  const hir::Body& body = cx.hir_body(owner);
  if (!types.has_errors && !body.has_errors)
    MoveCheck(cx, body, types).run();
}

} // namespace minirc
