// `for` loops over ranges, arrays and slices. A sequence is a range of its indices.
#include "minicompiler/mir/builder.h"

namespace minirc::mir {

void Builder::for_expr(const hir::ForExpr* e) {
  const ForInfo& info = types_.for_info(e);
  ForRange range{.inclusive = e->inclusive,
                 .reversed = e->reversed,
                 .has_step = e->step != nullptr,
                 .step_after_rev = e->step_after_rev,
                 .open = false};
  ForSequence sequence{{}, info};
  bool over_range = e->head == hir::ForHead::kRange;
  if (over_range) {
    range.lo = stable(operand(e->lo));
    range.open = !e->hi;
    if (e->hi)
      range.hi = stable(operand(e->hi));
  } else {
    Place base = place(e->sequence);
    if (info.mode == ForInfo::Mode::kArrayByValue)
      base = spill(stable(copy(base)));
    else
      base = spill(stable(sequence_pointer(base, info)));
    while (body_.type_of(base)->is(TyKind::kRef))
      base = deref(base);
    sequence.base = base;
    range.inclusive = false;
    range.lo = usize(0);
    range.hi = stable(length_of(base));
  }
  if (e->step) {
    range.step = stable(operand(e->step));
    check(value(binary(BinaryOp::kNe, range.step, usize(0), bool_)), true, PanicKind::kStepZero, e->step->span);
  }
  declare(e->pat);
  const ForSequence* over = over_range ? nullptr : &sequence;
  if (!range.has_step && !range.inclusive && !range.reversed)
    simple_range(e, range, over);
  else
    general_range(e, range, over);
}

// A reference to the sequence as it is when the loop starts: assigning to a variable that held the reference changes
// nothing.
Operand Builder::sequence_pointer(const Place& place, const ForInfo& info) {
  if (body_.type_of(place)->is(TyKind::kRef))
    return copy(place);
  return value(reference(place, info.mode == ForInfo::Mode::kRefMut));
}

// One round: bind the item that `index` stands for, run the body, go on at `next`.
void Builder::for_body(const hir::ForExpr* e, const Operand& index, const ForSequence* sequence, BlockId next,
                       BlockId exit) {
  if (!sequence) {
    bind_irrefutable(index.place, e->pat);
  } else {
    Ty base = body_.type_of(sequence->base);
    Place element = project(sequence->base, ProjKind::kIndex, index.place.local, base->inner);
    if (sequence->info.mode == ForInfo::Mode::kArrayByValue)
      bind_irrefutable(element, e->pat);
    else
      bind_irrefutable(value(reference(element, sequence->info.mode == ForInfo::Mode::kRefMut)).place, e->pat);
  }
  loops_.push_back({e->id, exit, next, place_of(new_local(unit_))});
  block(place_of(new_local(unit_)), e->body);
  loops_.pop_back();
  go_to(next);
}

// lo..hi and lo.. : test, body, increment.
void Builder::simple_range(const hir::ForExpr* e, const ForRange& range, const ForSequence* sequence) {
  Ty type = type_of(range.lo);
  Place i = place_of(new_local(type));
  BlockId head = new_block(), body = new_block(), next = new_block(), exit = new_block();
  assign(i, range.lo);
  go_to(head);
  start(head);
  if (range.open)
    go_to(body);
  else
    switch_bool(value(binary(BinaryOp::kLt, copy(i), range.hi, bool_)), body, exit);
  start(body);
  // A copy, because the pattern may bind it by reference and the counter goes on.
  for_body(e, stable(copy(i)), sequence, next, exit);
  start(next);
  if (range.open)
    assign(i, arithmetic(BinaryOp::kAdd, copy(i), scalar(type, 1), type, e->lo->span));
  else
    step_by(i, BinaryOp::kAdd, scalar(type, 1), type);
  go_to(head);
  start(exit);
}

// i += step or i -= step; a char skips the surrogates.
void Builder::step_by(const Place& i, BinaryOp op, const Operand& step, Ty type) {
  if (!type->is(TyKind::kChar)) {
    assign(i, value(binary(op, copy(i), step, type)));
    return;
  }
  bool up = op == BinaryOp::kAdd;
  BlockId jump = new_block(), plain = new_block(), done = new_block();
  switch_bool(value(binary(BinaryOp::kEq, copy(i), scalar(type, up ? 0xD7FF : 0xE000), bool_)), jump, plain);
  start(jump);
  assign(i, scalar(type, up ? 0xE000 : 0xD7FF));
  go_to(done);
  start(plain);
  Operand code = value(cast(CastKind::kNumeric, copy(i), u32_));
  Operand moved = value(binary(op, code, scalar(u32_, 1), u32_));
  assign(i, cast(CastKind::kNumeric, moved, type));
  go_to(done);
  start(done);
}

// to - from as an unsigned number: exact for to >= from, whatever the signedness.
Operand Builder::distance(const Operand& from, const Operand& to, Ty type) {
  TyKind wide = type->bits() == 128 ? TyKind::kU128 : TyKind::kU64;
  Ty unsigned_type = cx_.types().prim(unsigned_twin(type->kind));
  if (type->is(TyKind::kChar))
    unsigned_type = u32_;
  Operand a = value(cast(CastKind::kNumeric, to, unsigned_type));
  Operand b = value(cast(CastKind::kNumeric, from, unsigned_type));
  Operand difference = value(binary(BinaryOp::kSub, a, b, unsigned_type));
  return value(cast(CastKind::kNumeric, difference, cx_.types().prim(wide)));
}

// Every other range, with its last value inclusive: the loop ends when no further step fits between i and the end, so
// that nothing overflows.
void Builder::general_range(const hir::ForExpr* e, const ForRange& range, const ForSequence* sequence) {
  Ty type = type_of(range.lo);
  if ((type->is(TyKind::kChar) && range.has_step) || range.open)
    return unsupported(e->span, range.open ? "this adaptor of an open range" : "step_by on a range of chars");
  BlockId begin = new_block(), body = new_block(), next = new_block(), more = new_block(), exit = new_block();
  BinaryOp nonempty = range.inclusive ? BinaryOp::kLe : BinaryOp::kLt;
  switch_bool(value(binary(nonempty, range.lo, range.hi, bool_)), begin, exit);
  start(begin);
  Place last = place_of(new_local(type)), i = place_of(new_local(type));
  assign(last, range.hi);
  if (!range.inclusive)
    step_by(last, BinaryOp::kSub, scalar(type, 1), type);
  Ty wide = cx_.types().prim(type->bits() == 128 ? TyKind::kU128 : TyKind::kU64);
  Operand step = range.has_step ? stable(value(cast(CastKind::kNumeric, range.step, wide))) : scalar(wide, 1);
  Operand narrow_step = range.has_step ? stable(value(cast(CastKind::kNumeric, step, type))) : scalar(type, 1);
  if (!range.reversed) {
    assign(i, range.lo);
  } else if (!range.has_step || range.step_after_rev) {
    assign(i, copy(last));
  } else { // .step_by(n).rev(): the last value that a forward walk meets
    Operand span = distance(range.lo, copy(last), type);
    Operand over = value(binary(BinaryOp::kRem, span, step, wide));
    Operand narrow = value(cast(CastKind::kNumeric, over, type));
    assign(i, value(binary(BinaryOp::kSub, copy(last), narrow, type)));
  }
  go_to(body);
  start(body);
  for_body(e, stable(copy(i)), sequence, next, exit);
  start(next);
  Operand rest = range.reversed ? distance(range.lo, copy(i), type) : distance(copy(i), copy(last), type);
  switch_bool(value(binary(BinaryOp::kGe, rest, step, bool_)), more, exit);
  start(more);
  step_by(i, range.reversed ? BinaryOp::kSub : BinaryOp::kAdd, narrow_step, type);
  go_to(body);
  start(exit);
}

} // namespace minirc::mir
