// The known macros.
#include "minicompiler/hir/lowerer.h"

namespace minirc {

List<FormatPiece> BodyLowerer::fixed_message(std::string_view text) {
  FormatPiece piece;
  piece.text = cx_.arena.copy_text(text);
  return cx_.arena.copy(&piece, 1);
}

const hir::Expr* BodyLowerer::macro(const ast::MacroExpr* e) {
  switch (e->macro) {
  case Known::kPrintln:
  case Known::kPrint:
  case Known::kEprintln:
  case Known::kEprint:
    return print_macro(e);
  case Known::kPanic:
    return panic_macro(e, "explicit panic", "");
  case Known::kUnreachable:
    return panic_macro(e, "internal error: entered unreachable code", "internal error: entered unreachable code: ");
  case Known::kTodo:
    return panic_macro(e, "not yet implemented", "not yet implemented: ");
  case Known::kUnimplemented:
    return panic_macro(e, "not implemented", "not implemented: ");
  case Known::kAssert:
    return assert_macro(e);
  case Known::kDebugAssert:
    return debug_only(assert_macro(e));
  case Known::kDebugAssertEq:
  case Known::kDebugAssertNe:
    return debug_only(assert_cmp_macro(e));
  default:
    return assert_cmp_macro(e);
  }
}

// Checked in any case; run only with debug assertions: if false { e; }
const hir::Expr* BodyLowerer::debug_only(const hir::Expr* e) {
  if (cx_.debug_assertions)
    return e;
  auto* never = node<hir::LiteralExpr>(e->span);
  never->value.kind = LiteralKind::kBool;
  auto* to = node<hir::IfExpr>(e->span);
  to->condition = never;
  to->then_expr = unit_block(e);
  to->else_expr = nullptr;
  return to;
}

const hir::Expr* BodyLowerer::unit_block(const hir::Expr* e) {
  hir::Stmt stmt;
  stmt.span = e->span;
  stmt.expr = e;
  hir::Block body;
  body.span = e->span;
  body.stmts = cx_.arena.copy(&stmt, 1);
  auto* block = node<hir::BlockExpr>(e->span);
  block->block = cx_.arena.make<hir::Block>(body);
  return block;
}

const hir::Expr* BodyLowerer::print_macro(const ast::MacroExpr* e) {
  auto* to = node<hir::FormatExpr>(e->span);
  to->to_stderr = e->macro == Known::kEprintln || e->macro == Known::kEprint;
  bool newline = e->macro == Known::kPrintln || e->macro == Known::kEprintln;
  std::vector<FormatPiece> pieces(e->pieces.begin(), e->pieces.end());
  if (newline) {
    if (pieces.empty() || pieces.back().has_argument)
      pieces.emplace_back();
    pieces.back().text = cx_.arena.copy_text(std::string(pieces.back().text) + "\n");
  }
  to->pieces = cx_.arena.copy(pieces);
  to->args = exprs(e->args);
  return to;
}

const hir::Expr* BodyLowerer::panic_macro(const ast::MacroExpr* e, std::string_view fixed, std::string_view prefix) {
  auto* to = node<hir::PanicExpr>(e->span);
  if (!e->has_format) {
    to->pieces = fixed_message(fixed);
    return to;
  }
  std::vector<FormatPiece> pieces(e->pieces.begin(), e->pieces.end());
  if (!prefix.empty())
    pieces.front().text = cx_.arena.copy_text(std::string(prefix) + std::string(pieces.front().text));
  to->pieces = cx_.arena.copy(pieces);
  to->args = exprs(e->args);
  return to;
}

// assert!(c, message)  ->  if !c { panic!(message) }
const hir::Expr* BodyLowerer::assert_macro(const ast::MacroExpr* e) {
  auto* to = node<hir::IfExpr>(e->span);
  const hir::Expr* condition = expr(e->operands[0]);
  to->condition = not_expr(condition, e->operands[0]->span);
  std::string text = "assertion failed: " + std::string(e->operand_text);
  to->then_expr = unit_block(panic_macro(e, text, "")); // of type (): the panic's `!` coerces
  to->else_expr = nullptr;
  return to;
}

const hir::Expr* BodyLowerer::assert_cmp_macro(const ast::MacroExpr* e) {
  auto* to = node<hir::AssertCmpExpr>(e->span);
  to->negated = e->macro == Known::kAssertNe || e->macro == Known::kDebugAssertNe;
  to->lhs = expr(e->operands[0]);
  to->rhs = expr(e->operands[1]);
  if (e->has_format) {
    to->pieces = e->pieces;
    to->args = exprs(e->args);
  }
  return to;
}

} // namespace minirc
