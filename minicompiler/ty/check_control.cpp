// Blocks, branches and loops.
#include "minicompiler/ty/check.h"

namespace minirc {

using hir::ExprKind;

// Checks one branch and joins its type with those before.
void Checker::branch(Merge& merge, const hir::Expr* e, const char* message) {
  if (merge.must) {
    check_to(e, merge.must);
    return;
  }
  Ty type = shallow(check(e, merge.type ? merge.type : merge.hint));
  if (type->is(TyKind::kNever))
    merge.never.push_back(e);
  else if (!merge.type)
    merge.type = type;
  else
    coerce(e, type, merge.type, message);
}

// A branch that has no expression: its value is ().
void Checker::unit_branch(Merge& merge, Span span, std::uint16_t code, const char* message) {
  Ty unit = types_.unit();
  Ty expected = merge.must ? merge.must : merge.type;
  if (!expected)
    merge.type = unit;
  else if (!table_.unify(expected, unit))
    code == 308 ? mismatch(span, expected, unit)
                : error(code, span, message, "expected " + sort_of(expected) + ", found `()`");
}

Ty Checker::merged(Merge& merge) {
  if (merge.must)
    return merge.must;
  if (!merge.type)
    return types_.never();
  for (const hir::Expr* e : merge.never)
    adjust(e, AdjustKind::kNeverToAny, merge.type);
  return merge.type;
}

Checker::Target* Checker::find_target(hir::NodeId node) {
  for (std::size_t i = targets_.size(); i-- > 0;)
    if (targets_[i].node == node)
      return &targets_[i];
  return nullptr;
}

// The statements and the tail. With `must` the tail is coerced to it.
Ty Checker::block_body(const hir::Block* b, Ty hint, Ty must, bool never_matters) {
  unsafe_depth_ += b->is_unsafe;
  bool before = diverges_;
  diverges_ = false;
  for (const hir::Stmt& s : b->stmts)
    statement(s);
  Ty type;
  if (b->tail && must) {
    check_to(b->tail, must);
    type = must;
  } else if (b->tail) {
    type = check(b->tail, hint);
    if (diverges_ && never_matters && shallow(type)->is_infer(InferKind::kAny))
      type = types_.never();
  } else {
    type = diverges_ ? types_.never() : types_.unit();
  }
  diverges_ |= before;
  unsafe_depth_ -= b->is_unsafe;
  return type;
}

namespace {

// Where "expected T, found ()" points: a function's result type for its own body.
Span return_span(const Def& def, const hir::Body& body, const hir::Expr* e, Span otherwise) {
  return body.value == e && def.kind == DefKind::kFn && def.item->fn->ret ? def.item->fn->ret->span : otherwise;
}

} // namespace

Ty Checker::block(const hir::BlockExpr* e, Ty hint, Ty must) {
  if (!e->label) {
    Ty type = block_body(e->block, hint, must, true);
    if (!must || e->block->tail)
      return type;
    if (type->is(TyKind::kNever)) {
      diverges_ = true;
      if (!shallow(must)->is(TyKind::kNever))
        adjust(e, AdjustKind::kNeverToAny, must);
      return type;
    }
    if (!table_.unify(type, must))
      mismatch(return_span(def_, body_, e, e->span), must, type);
    return type;
  }
  Target target{e->id, TargetKind::kBlock, {}, false};
  target.merge.must = must;
  target.merge.hint = hint;
  targets_.push_back(std::move(target));
  Ty type = block_body(e->block, hint, must, true);
  Target done = std::move(targets_.back());
  targets_.pop_back();
  if (done.has_break)
    diverges_ = false;
  if (!e->block->tail && !type->is(TyKind::kNever))
    unit_branch(done.merge, e->span, 308, "");
  else if (e->block->tail && !must && !type->is(TyKind::kNever)) {
    if (!done.merge.type)
      done.merge.type = type;
    else
      coerce(e->block->tail, type, done.merge.type);
  }
  return must ? must : merged(done.merge);
}

void Checker::statement(const hir::Stmt& s) {
  switch (s.kind) {
  case hir::StmtKind::kLet:
    return let(s);
  case hir::StmtKind::kExpr:
    return check_to(s.expr, types_.unit());
  case hir::StmtKind::kSemi:
    check(s.expr, nullptr);
    return;
  }
}

void Checker::let(const hir::Stmt& s) {
  Ty declared = nullptr;
  if (s.type) {
    declared = to_type(cx_, s.type, this);
    results_.has_errors |= declared->has_error;
  }
  if (!s.expr)
    return pattern(s.pat, declared ? declared : table_.fresh());
  if (declared) {
    check_to(s.expr, declared);
    return pattern(s.pat, declared);
  }
  Ty type = shallow(check(s.expr, nullptr));
  if (type->is(TyKind::kNever)) {
    adjust(s.expr, AdjustKind::kNeverToAny, types_.unit());
    type = types_.unit();
  }
  if (type->is_unsized()) {
    Span span = s.pat->span;
    error(277, span, "the size for values of type `" + show(type) + "` cannot be known at compilation time",
          "doesn't have a size known at compile-time");
  }
  pattern(s.pat, type);
}

Ty Checker::if_expr(const hir::IfExpr* e, Ty hint, Ty must) {
  check_to(e->condition, types_.boolean());
  bool after_condition = diverges_;
  Merge merge;
  merge.must = must;
  merge.hint = hint;
  if (!e->else_expr) {
    // The value is (): a branch of another type lacks its else.
    Ty unit = types_.unit();
    bool wanted_unit = !must || shallow(must)->is_unit() || shallow(must)->is(TyKind::kInfer);
    if (wanted_unit) {
      check_to(e->then_expr, unit);
      if (must)
        table_.unify(must, unit);
    } else {
      check_to(e->then_expr, must);
      error(317, e->span, "`if` may be missing an `else` clause", "expected " + sort_of(must) + ", found `()`");
    }
    diverges_ = after_condition;
    return unit;
  }
  diverges_ = false;
  branch(merge, e->then_expr, "mismatched types");
  bool then_diverges = std::exchange(diverges_, false);
  branch(merge, e->else_expr, "`if` and `else` have incompatible types");
  diverges_ = after_condition || (then_diverges && diverges_);
  return merged(merge);
}

Ty Checker::match_expr(const hir::MatchExpr* e, Ty hint, Ty must) {
  Ty scrutinee = check(e->scrutinee, nullptr);
  bool after_scrutinee = diverges_, all = true;
  Merge merge;
  merge.must = must;
  merge.hint = hint;
  for (const hir::MatchArm& arm : e->arms) {
    diverges_ = false;
    pattern(arm.pat, scrutinee);
    if (arm.guard)
      check_to(arm.guard, types_.boolean());
    diverges_ = false;
    branch(merge, arm.body, "`match` arms have incompatible types");
    all &= diverges_;
  }
  diverges_ = after_scrutinee || all;
  return e->arms.empty() ? types_.never() : merged(merge);
}

Ty Checker::loop_expr(const hir::LoopExpr* e, Ty hint, Ty must) {
  bool is_while = e->source == hir::LoopSource::kWhile;
  Target target{e->id, is_while ? TargetKind::kWhile : TargetKind::kLoop, {}, false};
  target.merge.must = must;
  target.merge.hint = hint;
  targets_.push_back(std::move(target));
  bool before = diverges_;
  Ty body = block_body(e->body, types_.unit(), nullptr, false);
  if (e->body->tail)
    coerce(e->body->tail, body, types_.unit());
  Target done = std::move(targets_.back());
  targets_.pop_back();
  diverges_ = before;
  if (is_while)
    return types_.unit();
  if (!done.has_break)
    return types_.never();
  return merged(done.merge);
}

Ty Checker::for_sequence(const hir::ForExpr* e, ForInfo& info) {
  Ty type = shallow(check(e->sequence, nullptr));
  std::vector<Ty> steps = autoderef(type);
  Ty last = steps.back();
  if (last->is(TyKind::kError))
    return last;
  if (!last->is(TyKind::kArray) && !last->is(TyKind::kSlice)) {
    error(277, e->sequence->span, "`" + show(type) + "` is not an iterator", "`" + show(type) + "` is not an iterator");
    return types_.error();
  }
  info.element = last->inner;
  if (e->by_iter != hir::ByIter::kNo) {
    bool is_mut = e->by_iter == hir::ByIter::kIterMut;
    adjust_derefs(e->sequence, steps, steps.size() - 1);
    adjust(e->sequence, is_mut ? AdjustKind::kBorrowMut : AdjustKind::kBorrow, types_.ref(last, is_mut));
    info.mode = is_mut ? ForInfo::Mode::kRefMut : ForInfo::Mode::kRef;
    return types_.ref(last->inner, is_mut);
  }
  if (steps.size() == 1 && last->is(TyKind::kArray)) {
    info.mode = ForInfo::Mode::kArrayByValue;
    return last->inner;
  }
  if (steps.size() != 2) {
    error(277, e->sequence->span, "`" + show(type) + "` is not an iterator", "`" + show(type) + "` is not an iterator");
    return types_.error();
  }
  info.mode = type->is_mut ? ForInfo::Mode::kRefMut : ForInfo::Mode::kRef;
  return types_.ref(last->inner, type->is_mut);
}

Ty Checker::for_expr(const hir::ForExpr* e) {
  ForInfo info;
  if (e->head == hir::ForHead::kRange) {
    Ty lo = shallow(check(e->lo, nullptr));
    if (e->hi) {
      Ty hi = shallow(check(e->hi, lo));
      if (!table_.unify(lo, hi))
        mismatch(e->hi->span, lo, hi);
    }
    Ty item = shallow(lo);
    if (!item->is_int() && !item->is_infer(InferKind::kInt) && !item->is(TyKind::kError))
      item->is(TyKind::kChar) ? emit(make_unsupported(Phase::kTypes, e->lo->span, "a range of `char`"))
                              : error(277, e->lo->span, "the trait bound `" + show(item) + ": Step` is not satisfied",
                                      "the trait `Step` is not implemented for `" + show(item) + "`");
    info.item = lo;
  } else {
    info.item = for_sequence(e, info);
  }
  if (e->step)
    check_to(e->step, usize());
  pattern(e->pat, info.item);
  results_.data[e->id] = static_cast<std::uint32_t>(results_.for_infos.size());
  results_.for_infos.push_back(info);
  targets_.push_back({e->id, TargetKind::kFor, {}, false});
  bool before = diverges_;
  Ty body = block_body(e->body, types_.unit(), nullptr, false);
  if (e->body->tail)
    coerce(e->body->tail, body, types_.unit());
  diverges_ = before;
  targets_.pop_back();
  return types_.unit();
}

Ty Checker::break_expr(const hir::BreakExpr* e) {
  Target* target = find_target(e->target);
  if (!target) { // reported by the loop pass
    if (e->value)
      check(e->value, nullptr);
    results_.has_errors = true;
    return types_.never();
  }
  target->has_break = true;
  bool takes_value = target->kind == TargetKind::kLoop || target->kind == TargetKind::kBlock;
  if (!takes_value) {
    if (e->value) {
      check(e->value, nullptr);
      results_.has_errors = true;
    }
    return types_.never();
  }
  Merge merge = target->merge;
  if (e->value)
    branch(merge, e->value, "mismatched types");
  else
    unit_branch(merge, e->span, 308, "");
  // Checking the value may have moved targets_.
  find_target(e->target)->merge = std::move(merge);
  return types_.never();
}

Ty Checker::return_expr(const hir::ReturnExpr* e) {
  if (!in_fn_) {
    error(572, e->span, "return statement outside of function body");
    if (e->value)
      check(e->value, nullptr);
    return types_.never();
  }
  if (e->value)
    check_to(e->value, return_type_);
  else if (!return_type_->is_unit() && !return_type_->is(TyKind::kError))
    error(69, e->span, "`return;` in a function whose return type is not `()`", "return type is not `()`");
  return types_.never();
}

} // namespace minirc
