// Places: what an expression refers to, whether it may be read, moved or written, and the errors when not.
#include "minicompiler/passes/moves.h"
#include "minicompiler/ty/collect.h"
#include <algorithm>

namespace minirc {

using hir::ExprKind;

bool MoveCheck::is_place(const hir::Expr* e) {
  switch (e->kind) {
  case ExprKind::kLocal:
  case ExprKind::kField:
  case ExprKind::kIndex:
    return true;
  case ExprKind::kUnary:
    return e->cast<hir::UnaryExpr>()->op == UnaryOp::kDeref;
  case ExprKind::kPath:
    return e->cast<hir::PathExpr>()->res == hir::ResKind::kStatic;
  default:
    return false;
  }
}

void MoveCheck::dereference(Place& p, Ty pointer) {
  bool through_shared = p.lock == Place::Lock::kSharedRef && p.deref;
  p.whole_path = false;
  p.deref = true;
  if (pointer->is_mut)
    p.lock = through_shared && pointer->is(TyKind::kRef) ? Place::Lock::kSharedRef : Place::Lock::kNone;
  else
    p.lock = pointer->is(TyKind::kRef) ? Place::Lock::kSharedRef : Place::Lock::kConstPtr;
}

void MoveCheck::apply_derefs(Place& p, const hir::Expr* e) {
  Ty type = types_.type_of(e);
  for (const Adjustment& a : types_.adjustments(e)) {
    if (a.kind == AdjustKind::kDeref)
      dereference(p, type);
    type = a.type;
  }
}

// Evaluates what the place expression contains (indices, pointers) and says what it refers to.
Place MoveCheck::place(const hir::Expr* e) {
  Place p;
  p.expr = e;
  switch (e->kind) {
  case ExprKind::kLocal:
    p.local = e->cast<hir::LocalExpr>()->local;
    p.lock = body_.locals[p.local].is_mut ? Place::Lock::kNone : Place::Lock::kLocal;
    return p;
  case ExprKind::kPath: {
    p.is_static = true;
    p.whole_path = false;
    p.lock = cx_.defs().def(e->cast<hir::PathExpr>()->def).is_mut ? Place::Lock::kNone : Place::Lock::kStatic;
    return p;
  }
  case ExprKind::kField: {
    auto* field = e->cast<hir::FieldExpr>();
    p = place(field->base);
    apply_derefs(p, field->base);
    if (p.whole_path)
      p.fields.push_back(types_.field_index(e));
    p.expr = e;
    return p;
  }
  case ExprKind::kIndex: {
    auto* index = e->cast<hir::IndexExpr>();
    p = place(index->base);
    apply_derefs(p, index->base);
    value(index->index);
    p.whole_path = false;
    p.index = true;
    p.expr = e;
    return p;
  }
  default:
    break;
  }
  if (is_place(e)) { // *operand
    const hir::Expr* operand = e->cast<hir::UnaryExpr>()->operand;
    p = place(operand);
    apply_derefs(p, operand);
    dereference(p, types_.adjusted_type(operand));
    p.expr = e;
    return p;
  }
  rvalue(e); // a temporary
  p.whole_path = false;
  return p;
}

std::string MoveCheck::local_name(hir::LocalId local) const {
  return "`" + std::string(body_.locals[local].name.str()) + "`";
}

std::string MoveCheck::describe(const Place& p) const {
  if (!p.expr)
    return "value";
  std::string text(cx_.sources().text(p.expr->span));
  return "`" + text + "`";
}

void MoveCheck::report(Diagnostic d) {
  if (reported_.insert({d.primary().lo, d.code}).second)
    cx_.sink().emit(std::move(d));
}

// Whether the place holds a value: E0381 and E0382.
bool MoveCheck::usable(const Place& p, Use use, Span span) {
  if (p.local == hir::kNone || !state_.reachable)
    return true;
  std::string name = local_name(p.local);
  std::uint8_t& set = state_.locals[p.local];
  if (set & FlowState::kMaybeUnset) {
    bool possibly = set & FlowState::kMaybeSet;
    Diagnostic d =
        make_error(Phase::kBorrow, 381, span,
                   "used binding " + name + (possibly ? " is possibly-uninitialized" : " isn't initialized"),
                   name + " used here but it " + (possibly ? "is possibly-uninitialized" : "isn't initialized"));
    report(std::move(d.label(body_.locals[p.local].span, "binding declared here but left uninitialized")));
    set = FlowState::kMaybeSet;
    return false;
  }
  for (const MovedPath& m : state_.moved) {
    std::size_t common = std::min(m.fields.size(), p.fields.size());
    if (m.local != p.local ||
        !std::equal(m.fields.begin(), m.fields.begin() + static_cast<std::ptrdiff_t>(common), p.fields.begin()))
      continue;
    const char* verb = use == Use::kBorrow || use == Use::kBorrowMut ? "borrow"
                       : use == Use::kWrite                          ? "assign to part"
                                                                     : "use";
    std::string what = m.fields.size() > p.fields.size() ? "partially moved value: " : "moved value: ";
    Diagnostic d = make_error(Phase::kBorrow, 382, span, std::string(verb) + " of " + what + describe(p),
                              std::string("value ") + (*verb == 'b' ? "borrowed" : "used") + " here after " +
                                  (what[0] == 'p' ? "partial " : "") + "move");
    d.label(m.where, m.where == span ? "value moved here, in previous iteration of loop" : "value moved here");
    d.label(body_.locals[p.local].span, "move occurs because the value has type `" +
                                            to_string(types_.local_type(p.local), cx_.defs()) +
                                            "`, which does not implement the `Copy` trait");
    report(std::move(d));
    return false;
  }
  return true;
}

void MoveCheck::moved_out(const Place& p, Span span, Ty type) {
  std::string trait = "move occurs because " + describe(p) + " has type `" + to_string(type, cx_.defs()) +
                      "`, which does not implement the `Copy` trait";
  if (p.is_static)
    report(make_error(Phase::kBorrow, 507, span, "cannot move out of static item " + describe(p), trait));
  else if (p.index)
    report(make_error(Phase::kBorrow, 508, span, "cannot move out of an array or slice by index",
                      "cannot move out of here"));
  else if (p.deref)
    report(make_error(Phase::kBorrow, 507, span, "cannot move out of " + describe(p) + " which is behind a reference",
                      trait));
  else if (p.local != hir::kNone)
    state_.moved.push_back({p.local, p.fields, span});
}

void MoveCheck::use(const Place& p, Use how, Span span, Ty type) {
  if (!state_.reachable)
    return;
  switch (how) {
  case Use::kRead:
  case Use::kBorrow:
    usable(p, how, span);
    return;
  case Use::kMove:
    if (usable(p, how, span))
      moved_out(p, span, type);
    return;
  case Use::kBorrowMut:
    if (usable(p, how, span) && p.lock != Place::Lock::kNone)
      forbid_write(p, how, span);
    return;
  case Use::kReadWrite:
    if (!usable(p, how, p.expr ? p.expr->span : span))
      return;
    [[fallthrough]];
  case Use::kWrite:
    return write(p, how, span);
  }
}

void MoveCheck::write(const Place& p, Use how, Span span) {
  bool whole = p.local != hir::kNone && p.whole_path && p.fields.empty();
  if (whole) {
    std::uint8_t& set = state_.locals[p.local];
    if ((set & FlowState::kMaybeSet) && p.lock == Place::Lock::kLocal) {
      const hir::Local& local = body_.locals[p.local];
      std::string name = local_name(p.local);
      Diagnostic d = make_error(Phase::kBorrow, 384, span,
                                local.is_param ? "cannot assign to immutable argument " + name
                                               : "cannot assign twice to immutable variable " + name,
                                local.is_param ? "cannot assign to immutable argument"
                                               : "cannot assign twice to immutable variable");
      d.help("consider making this binding mutable: `mut " + std::string(local.name.str()) + "`", local.span);
      report(std::move(d));
    }
    set = FlowState::kMaybeSet;
    std::erase_if(state_.moved, [&](const MovedPath& m) { return m.local == p.local; });
    return;
  }
  if (p.whole_path && p.local != hir::kNone) {
    Place parent = p;
    parent.fields.pop_back();
    bool parent_moved = std::any_of(state_.moved.begin(), state_.moved.end(), [&](const MovedPath& m) {
      return m.local == p.local && m.fields.size() < p.fields.size() &&
             std::equal(m.fields.begin(), m.fields.end(), p.fields.begin());
    });
    if ((parent_moved || (state_.locals[p.local] & FlowState::kMaybeUnset)) && !usable(parent, Use::kWrite, span))
      return;
    std::erase_if(state_.moved, [&](const MovedPath& m) {
      return m.local == p.local && m.fields.size() >= p.fields.size() &&
             std::equal(p.fields.begin(), p.fields.end(), m.fields.begin());
    });
  } else if (how == Use::kWrite && !usable(p, Use::kRead, span)) {
    return;
  }
  if (p.lock != Place::Lock::kNone)
    forbid_write(p, how, span);
}

void MoveCheck::forbid_write(const Place& p, Use how, Span span) {
  bool borrow = how == Use::kBorrowMut;
  std::string what = describe(p), verb = borrow ? "cannot borrow " + what + " as mutable" : "cannot assign to " + what;
  std::string reason;
  switch (p.lock) {
  case Place::Lock::kLocal:
    reason = ", as " + (p.fields.empty() && p.whole_path ? "it" : local_name(p.local)) + " is not declared as mutable";
    break;
  case Place::Lock::kSharedRef:
    reason = ", which is behind a `&` reference";
    break;
  case Place::Lock::kConstPtr:
    reason = ", which is behind a `*const` pointer";
    break;
  default:
    reason = ", as it is an immutable static item";
    break;
  }
  if (p.lock == Place::Lock::kStatic && !borrow)
    verb = "cannot assign to immutable static item " + what, reason = "";
  Diagnostic d = make_error(Phase::kBorrow, borrow ? 596 : 594, span, verb + reason,
                            borrow ? "cannot borrow as mutable" : "cannot assign");
  if (p.lock == Place::Lock::kLocal)
    d.help("consider changing this to be mutable: `mut " + std::string(body_.locals[p.local].name.str()) + "`",
           body_.locals[p.local].span);
  report(std::move(d));
}

} // namespace minirc
