// ==, < and the others on whatever the language compares: references by what they point to, structs, tuples, arrays and
// slices element by element, text by bytes.
#include "minicompiler/mir/builder.h"

namespace minirc::mir {
namespace {

bool is_sequence(Ty type) {
  return type->is(TyKind::kArray) || type->is(TyKind::kSlice);
}
bool has_fields(Ty type) {
  return type->is(TyKind::kTuple) || type->is(TyKind::kAdt);
}

} // namespace

// Jumps to the block of the outcome. When less and greater share a block the order itself need not be known.
void Builder::branch_order(const Place& a, const Place& b, const Outcomes& to) {
  Ty type = body_.type_of(a);
  if (type->is(TyKind::kRef))
    return branch_order(deref(a), deref(b), to);
  if (is_sequence(type))
    return order_elements(a, b, to);
  if (has_fields(type)) {
    for (std::uint32_t i = 0, n = field_count(type); i < n; i++) {
      BlockId next = new_block();
      branch_order(field(a, i), field(b, i), {to.less, next, to.greater, to.unordered});
      start(next);
    }
    return go_to(to.equal);
  }
  Operand left = copy(a), right = copy(b);
  if (type->is(TyKind::kStr)) {
    Rvalue both{.kind = to.less == to.greater ? RvalueKind::kStrEq : RvalueKind::kStrCmp,
                .type = to.less == to.greater ? bool_ : i32_,
                .a = value(reference(a, false)),
                .b = value(reference(b, false))};
    if (to.less == to.greater)
      return switch_bool(value(both), to.equal, to.less);
    left = value(both);
    right = scalar(i32_, 0);
    type = i32_;
  }
  order_scalars(left, right, type, to);
}

void Builder::order_scalars(const Operand& a, const Operand& b, Ty type, const Outcomes& to) {
  if (to.less == to.greater)
    return switch_bool(value(binary(BinaryOp::kEq, a, b, bool_)), to.equal, to.less);
  BlockId not_equal = new_block(), not_less = new_block();
  switch_bool(value(binary(BinaryOp::kEq, a, b, bool_)), to.equal, not_equal);
  start(not_equal);
  switch_bool(value(binary(BinaryOp::kLt, a, b, bool_)), to.less, type->is_float() ? not_less : to.greater);
  start(not_less);
  if (type->is_float())
    switch_bool(value(binary(BinaryOp::kGt, a, b, bool_)), to.greater, to.unordered);
}

void Builder::order_elements(const Place& a, const Place& b, const Outcomes& to) {
  Ty element = body_.type_of(a)->inner;
  Operand length_a = stable(length_of(a)), length_b = stable(length_of(b));
  bool equality = to.less == to.greater;
  if (equality && (body_.type_of(a) != body_.type_of(b) || body_.type_of(a)->is(TyKind::kSlice))) {
    BlockId same = new_block();
    switch_bool(value(binary(BinaryOp::kEq, length_a, length_b, bool_)), same, to.less);
    start(same);
  }
  Place i = place_of(new_local(usize_));
  BlockId head = new_block(), in_a = new_block(), both = new_block(), next = new_block(), end = new_block();
  assign(i, usize(0));
  go_to(head);
  start(head);
  switch_bool(value(binary(BinaryOp::kLt, copy(i), length_a, bool_)), in_a, end);
  start(in_a);
  switch_bool(value(binary(BinaryOp::kLt, copy(i), length_b, bool_)), both, to.greater);
  start(both);
  branch_order(project(a, ProjKind::kIndex, i.local, element), project(b, ProjKind::kIndex, i.local, element),
               {to.less, next, to.greater, to.unordered});
  start(next);
  assign(i, binary(BinaryOp::kAdd, copy(i), usize(1), usize_));
  go_to(head);
  start(end); // a is used up: equal if b is, too
  switch_bool(value(binary(BinaryOp::kEq, length_a, length_b, bool_)), to.equal, to.less);
}

Operand Builder::compare(BinaryOp op, const Place& a, const Place& b) {
  BlockId yes = new_block(), no = new_block(), join = new_block();
  switch (op) {
  case BinaryOp::kEq:
    branch_order(a, b, {no, yes, no, no});
    break;
  case BinaryOp::kNe:
    branch_order(a, b, {yes, no, yes, yes});
    break;
  case BinaryOp::kLt:
    branch_order(a, b, {yes, no, no, no});
    break;
  case BinaryOp::kLe:
    branch_order(a, b, {yes, yes, no, no});
    break;
  case BinaryOp::kGt:
    branch_order(a, b, {no, no, yes, no});
    break;
  default:
    branch_order(a, b, {no, yes, yes, no});
    break;
  }
  Place result = place_of(new_local(bool_));
  start(yes);
  assign(result, scalar(bool_, 1));
  go_to(join);
  start(no);
  assign(result, scalar(bool_, 0));
  go_to(join);
  start(join);
  return copy(result);
}

} // namespace minirc::mir
