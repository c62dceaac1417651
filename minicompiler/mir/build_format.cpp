// println! and the others: each argument is taken apart here into scalars and texts, which the run-time support
// formats. The layout of {:?} and {:#?} (nesting, commas, field names) is spelled out as literal text.
#include "minicompiler/mir/builder.h"

#include <string>

namespace minirc::mir {

void Builder::out(Sink sink, std::string_view text) {
  if (text.empty())
    return;
  Statement statement;
  statement.kind = StatementKind::kOut;
  statement.sink = sink;
  statement.format = this->text(text).constant;
  body_.blocks[current_].statements.push_back(statement);
}

void Builder::format(Sink sink, List<FormatPiece> pieces, List<const hir::Expr*> args) {
  std::vector<Place> places;
  for (const hir::Expr* arg : args)
    places.push_back(place(arg));
  for (const FormatPiece& piece : pieces)
    format_piece(sink, piece, places);
}

Operand Builder::count_operand(FormatCount kind, std::uint32_t value, std::span<const Place> args) {
  if (kind != FormatCount::kArgument)
    return scalar(u32_, value);
  Place place = args[value];
  while (body_.type_of(place)->is(TyKind::kRef))
    place = deref(place);
  return this->value(cast(CastKind::kNumeric, copy(place), u32_));
}

void Builder::format_piece(Sink sink, const FormatPiece& piece, std::span<const Place> args) {
  out(sink, piece.text);
  if (!piece.has_argument)
    return;
  FormatTarget target{.sink = sink, .spec = piece.spec};
  target.width = count_operand(piece.spec.width_kind, piece.spec.width, args);
  target.precision = count_operand(piece.spec.precision_kind, piece.spec.precision, args);
  format_place(target, args[piece.argument]);
}

void Builder::format_place(const FormatTarget& target, const Place& place) {
  Ty type = body_.type_of(place);
  switch (type->kind) {
  case TyKind::kRef:
    return format_place(target, deref(place));
  case TyKind::kArray:
  case TyKind::kSlice:
    return format_sequence(target, place);
  case TyKind::kTuple:
  case TyKind::kAdt:
    return format_fields(target, place);
  default:
    break;
  }
  Statement statement;
  statement.kind = StatementKind::kFormat;
  statement.sink = target.sink;
  statement.place = type->is(TyKind::kStr) ? spill(value(reference(place, false))) : place;
  statement.format = static_cast<std::uint32_t>(body_.formats.size());
  body_.formats.push_back({target.spec, target.width, target.precision});
  body_.blocks[current_].statements.push_back(statement);
}

void Builder::indent(Sink sink, unsigned depth) {
  out(sink, keep(std::string(depth * 4, ' ')));
}

// One element of a list: separator or line, name, value.
void Builder::format_element(const FormatTarget& target, const Place& place, bool first, std::string_view name) {
  FormatTarget inner = target;
  inner.depth++;
  if (target.spec.alternate)
    indent(target.sink, inner.depth);
  else if (!first)
    out(target.sink, ", ");
  out(target.sink, name);
  format_place(inner, place);
  if (target.spec.alternate)
    out(target.sink, ",\n");
}

void Builder::open_list(const FormatTarget& target, std::string_view opening) {
  out(target.sink, opening);
  if (target.spec.alternate)
    out(target.sink, "\n");
}

void Builder::close_list(const FormatTarget& target, bool empty, std::string_view closing) {
  if (target.spec.alternate && !empty)
    indent(target.sink, target.depth);
  out(target.sink, closing);
}

void Builder::format_sequence(const FormatTarget& target, const Place& place) {
  Ty element = body_.type_of(place)->inner;
  Operand length = stable(length_of(place));
  BlockId some = new_block(), none = new_block(), head = new_block(), body = new_block(), end = new_block();
  BlockId done = new_block();
  Place i = place_of(new_local(usize_));
  switch_bool(value(binary(BinaryOp::kEq, length, usize(0), bool_)), none, some);
  start(none);
  out(target.sink, "[]");
  go_to(done);
  start(some);
  open_list(target, "[");
  assign(i, usize(0));
  go_to(head);
  start(head);
  switch_bool(value(binary(BinaryOp::kLt, copy(i), length, bool_)), body, end);
  start(body);
  if (!target.spec.alternate) {
    BlockId comma = new_block(), after = new_block();
    switch_bool(value(binary(BinaryOp::kEq, copy(i), usize(0), bool_)), after, comma);
    start(comma);
    out(target.sink, ", ");
    go_to(after);
    start(after);
  }
  format_element(target, project(place, ProjKind::kIndex, i.local, element), true, {});
  assign(i, binary(BinaryOp::kAdd, copy(i), usize(1), usize_));
  go_to(head);
  start(end);
  close_list(target, false, "]");
  go_to(done);
  start(done);
}

void Builder::format_fields(const FormatTarget& target, const Place& place) {
  Ty type = body_.type_of(place);
  std::uint32_t count = field_count(type);
  bool tuple = type->is(TyKind::kTuple), named = false;
  const StructDef* definition = tuple ? nullptr : &cx_.struct_def(type->def);
  if (definition) {
    named = definition->kind == ast::StructKind::kNamed;
    out(target.sink, cx_.defs().def(type->def).name.str());
  }
  if (count == 0)
    return out(target.sink, tuple ? "()" : std::string_view());
  open_list(target, named ? (target.spec.alternate ? " {" : " { ") : "(");
  for (std::uint32_t i = 0; i < count; i++) {
    std::string_view name = named ? keep(std::string(definition->fields[i].name.str()) + ": ") : std::string_view();
    format_element(target, field(place, i), i == 0, name);
  }
  if (tuple && count == 1 && !target.spec.alternate)
    out(target.sink, ",");
  close_list(target, false, named ? (target.spec.alternate ? "}" : " }") : ")");
}

void Builder::panic_message(Span span) {
  terminate({.kind = TerminatorKind::kPanicMessage, .span = span});
  diverge();
}

void Builder::panic_expr(const hir::PanicExpr* e) {
  bool fixed = e->args.empty() && e->pieces.size() <= 1;
  if (!fixed) {
    format(Sink::kMessage, e->pieces, e->args);
    return panic_message(e->span);
  }
  std::string_view message = e->pieces.empty() ? std::string_view() : e->pieces[0].text;
  terminate({.kind = TerminatorKind::kPanicText, .span = e->span, .constant = text(message).constant});
  diverge();
}

void Builder::assert_cmp(const hir::AssertCmpExpr* e) {
  Place lhs = place(e->lhs), rhs = place(e->rhs);
  BlockId pass = new_block(), fail = new_block();
  switch_bool(compare(e->negated ? BinaryOp::kNe : BinaryOp::kEq, lhs, rhs), pass, fail);
  start(fail);
  out(Sink::kMessage, e->negated ? "assertion `left != right` failed" : "assertion `left == right` failed");
  if (!e->pieces.empty()) {
    out(Sink::kMessage, ": ");
    format(Sink::kMessage, e->pieces, e->args);
  }
  FormatTarget target{.sink = Sink::kMessage, .spec = {.trait = FormatTrait::kDebug}};
  target.width = target.precision = scalar(u32_, 0);
  out(Sink::kMessage, "\n  left: ");
  format_place(target, lhs);
  out(Sink::kMessage, "\n right: ");
  format_place(target, rhs);
  panic_message(e->span);
  start(pass);
}

} // namespace minirc::mir
