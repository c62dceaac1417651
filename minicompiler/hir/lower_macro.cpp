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
  case Known::kDebugAssert:
    return assert_macro(e);
  default:
    return assert_cmp_macro(e);
  }
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
  const hir::Expr* failure = panic_macro(e, text, "");
  // The branch is a block of type (): the panic's `!` coerces.
  hir::Stmt stmt;
  stmt.span = e->span;
  stmt.expr = failure;
  hir::Block body;
  body.span = e->span;
  body.stmts = cx_.arena.copy(&stmt, 1);
  auto* branch = node<hir::BlockExpr>(e->span);
  branch->block = cx_.arena.make<hir::Block>(body);
  to->then_expr = branch;
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
