// Patterns: tests that jump away when they fail, then bindings.
#include "minicompiler/mir/builder.h"

namespace minirc::mir {

void Builder::declare(const hir::Pat* pat) {
  if (pat->local != kNone && locals_[pat->local] == kNone)
    locals_[pat->local] = new_local(types_.local_type(pat->local), hir_.locals[pat->local].name);
  if (pat->sub)
    declare(pat->sub);
  for (const hir::Pat* element : pat->elements)
    declare(element);
  for (const hir::FieldPat& field : pat->fields)
    declare(field.pat);
}

// A pattern that is no reference looks through references (default binding modes).
Place Builder::through_references(Place place, const hir::Pat* pat) {
  bool str_literal = pat->kind == hir::PatKind::kLiteral || pat->kind == hir::PatKind::kConst;
  while (body_.type_of(place)->is(TyKind::kRef)) {
    Ty inner = body_.type_of(place)->inner;
    if (str_literal && (inner->is(TyKind::kStr) || inner->is(TyKind::kSlice) || inner->is(TyKind::kArray)))
      break;
    place = deref(place);
  }
  return place;
}

std::uint32_t Builder::tuple_index(const hir::Pat* pat, std::uint32_t i, Ty type) {
  if (pat->rest_at == kNone || i < pat->rest_at)
    return i;
  return field_count(type) - (pat->elements.size() - i);
}

Operand Builder::pattern_value(const hir::Expr* e, Ty type) {
  if (auto* negation = e->dyn_cast<hir::UnaryExpr>())
    return literal(negation->operand->cast<hir::LiteralExpr>()->value, type, true);
  if (auto* path = e->dyn_cast<hir::PathExpr>())
    return path_operand(path);
  return literal(e->cast<hir::LiteralExpr>()->value, type, false);
}

void Builder::test(const Place& original, const hir::Pat* pat, BlockId fail) {
  switch (pat->kind) {
  case hir::PatKind::kWild:
  case hir::PatKind::kError:
    return;
  case hir::PatKind::kBinding:
    if (pat->sub)
      test(original, pat->sub, fail);
    return;
  case hir::PatKind::kLiteral:
  case hir::PatKind::kConst:
    return test_constant(through_references(original, pat), pat, fail);
  case hir::PatKind::kRange:
    return test_range(through_references(original, pat), pat, fail);
  case hir::PatKind::kRef:
    return test(deref(original), pat->sub, fail);
  case hir::PatKind::kOr:
    return test_or(original, pat, fail);
  case hir::PatKind::kTuple: {
    Place place = through_references(original, pat);
    for (std::uint32_t i = 0; i < pat->elements.size(); i++)
      test(field(place, tuple_index(pat, i, body_.type_of(place))), pat->elements[i], fail);
    return;
  }
  case hir::PatKind::kStruct: {
    Place place = through_references(original, pat);
    auto indices = types_.field_indices(pat->id);
    for (std::uint32_t i = 0; i < pat->fields.size(); i++)
      test(field(place, indices[i]), pat->fields[i].pat, fail);
    return;
  }
  }
}

void Builder::test_constant(const Place& place, const hir::Pat* pat, BlockId fail) {
  Operand expected = pattern_value(pat->lo, body_.type_of(place));
  BlockId next = new_block();
  branch_order(place, spill(expected), {fail, next, fail, fail});
  start(next);
}

void Builder::test_range(const Place& place, const hir::Pat* pat, BlockId fail) {
  Ty type = body_.type_of(place);
  Operand value = stable(copy(place));
  auto require = [&](BinaryOp op, const hir::Expr* bound) {
    BlockId next = new_block();
    switch_bool(this->value(binary(op, value, pattern_value(bound, type), bool_)), next, fail);
    start(next);
  };
  if (pat->lo)
    require(BinaryOp::kGe, pat->lo);
  if (pat->hi)
    require(pat->inclusive ? BinaryOp::kLe : BinaryOp::kLt, pat->hi);
}

namespace {

bool binds(const hir::Pat* pat) {
  if (pat->kind == hir::PatKind::kBinding || (pat->sub && binds(pat->sub)))
    return true;
  for (const hir::Pat* element : pat->elements)
    if (binds(element))
      return true;
  for (const hir::FieldPat& field : pat->fields)
    if (binds(field.pat))
      return true;
  return false;
}

} // namespace

// Alternatives bind as soon as they fit, since `bind` cannot know later which one it was.
void Builder::test_or(const Place& place, const hir::Pat* pat, BlockId fail) {
  BlockId done = new_block();
  for (std::uint32_t i = 0; i < pat->elements.size(); i++) {
    bool last = i + 1 == pat->elements.size();
    BlockId next = last ? fail : new_block();
    test(place, pat->elements[i], next);
    if (binds(pat->elements[i]))
      bind(place, pat->elements[i]);
    go_to(done);
    if (!last)
      start(next);
  }
  start(done);
}

void Builder::bind_irrefutable(const Place& place, const hir::Pat* pat) {
  BlockId impossible = new_block();
  test(place, pat, impossible);
  bind(place, pat);
}

void Builder::bind(const Place& original, const hir::Pat* pat) {
  switch (pat->kind) {
  case hir::PatKind::kBinding: {
    Place local = place_of(locals_[pat->local]);
    Ty local_type = types_.local_type(pat->local);
    // By reference: written (`ref x`), or by the default binding mode, which only shows in the types.
    if (pat->by_ref || pat->by_ref_mut || local_type != body_.type_of(original)) {
      Rvalue borrowed = reference(original, local_type->is_mut);
      borrowed.type = local_type;
      assign(local, borrowed);
    } else {
      assign(local, copy(original));
    }
    if (pat->sub)
      bind(original, pat->sub);
    return;
  }
  case hir::PatKind::kRef:
    return bind(deref(original), pat->sub);
  case hir::PatKind::kTuple: {
    Place place = through_references(original, pat);
    for (std::uint32_t i = 0; i < pat->elements.size(); i++)
      bind(field(place, tuple_index(pat, i, body_.type_of(place))), pat->elements[i]);
    return;
  }
  case hir::PatKind::kStruct: {
    Place place = through_references(original, pat);
    auto indices = types_.field_indices(pat->id);
    for (std::uint32_t i = 0; i < pat->fields.size(); i++)
      bind(field(place, indices[i]), pat->fields[i].pat);
    return;
  }
  case hir::PatKind::kOr: // bound by test_or
  case hir::PatKind::kWild:
  case hir::PatKind::kLiteral:
  case hir::PatKind::kRange:
  case hir::PatKind::kConst:
  case hir::PatKind::kError:
    return;
  }
}

} // namespace minirc::mir
