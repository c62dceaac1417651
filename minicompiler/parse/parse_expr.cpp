// Expressions by precedence climbing, blocks and statements.
#include "minicompiler/parse/parser_impl.h"
#include <optional>

namespace minirc {

using namespace ast;

namespace {

enum Precedence {
  kAnyPrecedence,
  kAssignPrecedence,
  kRangePrecedence,
  kOrPrecedence,
  kAndPrecedence,
  kComparePrecedence,
  kBitOrPrecedence,
  kBitXorPrecedence,
  kBitAndPrecedence,
  kShiftPrecedence,
  kSumPrecedence,
  kProductPrecedence,
  kCastPrecedence
};

struct Operator {
  int precedence;
  BinaryOp op;
};

std::optional<Operator> binary_operator(TokenKind kind) {
  using TK = TokenKind;
  switch (kind) {
  case TK::kOrOr:
    return Operator{kOrPrecedence, BinaryOp::kOr};
  case TK::kAndAnd:
    return Operator{kAndPrecedence, BinaryOp::kAnd};
  case TK::kEqEq:
    return Operator{kComparePrecedence, BinaryOp::kEq};
  case TK::kNe:
    return Operator{kComparePrecedence, BinaryOp::kNe};
  case TK::kLt:
    return Operator{kComparePrecedence, BinaryOp::kLt};
  case TK::kLe:
    return Operator{kComparePrecedence, BinaryOp::kLe};
  case TK::kGt:
    return Operator{kComparePrecedence, BinaryOp::kGt};
  case TK::kGe:
    return Operator{kComparePrecedence, BinaryOp::kGe};
  case TK::kOr:
    return Operator{kBitOrPrecedence, BinaryOp::kBitOr};
  case TK::kCaret:
    return Operator{kBitXorPrecedence, BinaryOp::kBitXor};
  case TK::kAnd:
    return Operator{kBitAndPrecedence, BinaryOp::kBitAnd};
  case TK::kShl:
    return Operator{kShiftPrecedence, BinaryOp::kShl};
  case TK::kShr:
    return Operator{kShiftPrecedence, BinaryOp::kShr};
  case TK::kPlus:
    return Operator{kSumPrecedence, BinaryOp::kAdd};
  case TK::kMinus:
    return Operator{kSumPrecedence, BinaryOp::kSub};
  case TK::kStar:
    return Operator{kProductPrecedence, BinaryOp::kMul};
  case TK::kSlash:
    return Operator{kProductPrecedence, BinaryOp::kDiv};
  case TK::kPercent:
    return Operator{kProductPrecedence, BinaryOp::kRem};
  default:
    return std::nullopt;
  }
}

std::optional<BinaryOp> compound_operator(TokenKind kind) {
  using TK = TokenKind;
  switch (kind) {
  case TK::kPlusEq:
    return BinaryOp::kAdd;
  case TK::kMinusEq:
    return BinaryOp::kSub;
  case TK::kStarEq:
    return BinaryOp::kMul;
  case TK::kSlashEq:
    return BinaryOp::kDiv;
  case TK::kPercentEq:
    return BinaryOp::kRem;
  case TK::kAndEq:
    return BinaryOp::kBitAnd;
  case TK::kOrEq:
    return BinaryOp::kBitOr;
  case TK::kCaretEq:
    return BinaryOp::kBitXor;
  case TK::kShlEq:
    return BinaryOp::kShl;
  case TK::kShrEq:
    return BinaryOp::kShr;
  default:
    return std::nullopt;
  }
}

} // namespace

const Expr* Parser::expression_with(int min_precedence, bool allow_struct) {
  Nest nest(*this);
  bool outer = std::exchange(allow_struct_, allow_struct);
  const Expr* result;
  if (at(TK::kDotDot) || at(TK::kDotDotEq))
    result = range_from(nullptr, here());
  else
    result = binary_rest(unary(), min_precedence);
  allow_struct_ = outer;
  return result;
}

bool Parser::expr_start() const {
  if (at(TK::kOpenBrace))
    return allow_struct_;
  if (is_literal(peek().kind) || at(TK::kIdent) || at(TK::kLifetime) || at(TK::kPathSep))
    return true;
  for (TK k : {TK::kOpenParen, TK::kOpenBracket, TK::kMinus, TK::kNot, TK::kStar, TK::kAnd, TK::kAndAnd, TK::kOr,
               TK::kOrOr, TK::kLt, TK::kDotDot, TK::kDotDotEq})
    if (at(k))
      return true;
  if (!at(TK::kKeyword))
    return false;
  for (Known k : {Known::kKwAs, Known::kKwElse, Known::kKwIn, Known::kKwMut, Known::kKwRef, Known::kKwWhere,
                  Known::kKwPub, Known::kKwLet})
    if (at(k))
      return false;
  return true;
}

// lhs op rhs op rhs ...: the tree leans left, so its depth is the number of operators; that counts as nesting.
const Expr* Parser::binary_rest(const Expr* lhs, int min_precedence) {
  unsigned outer_depth = depth_;
  for (;;) {
    const Expr* next = binary_step(lhs, min_precedence);
    if (!next)
      break;
    lhs = next;
    deepen();
  }
  depth_ = outer_depth;
  return lhs;
}

// One operator and its right side, or null when what follows binds less tightly.
const Expr* Parser::binary_step(const Expr* lhs, int min_precedence) {
  Token token = peek();
  if (at(Known::kKwAs)) {
    bump();
    CastExpr cast;
    cast.operand = lhs;
    cast.type = type();
    return expr(cast, from(lhs->span));
  }
  if (std::optional<Operator> op = binary_operator(token.kind)) {
    if (op->precedence < min_precedence)
      return nullptr;
    bump();
    BinaryExpr binary;
    binary.op = op->op;
    binary.op_span = token.span;
    binary.lhs = lhs;
    binary.rhs = expression_with(op->precedence + 1, allow_struct_);
    bool chained = op->precedence == kComparePrecedence && lhs->kind == ExprKind::kBinary &&
                   is_comparison(lhs->cast<BinaryExpr>()->op);
    if (chained)
      fail(lhs->cast<BinaryExpr>()->op_span, "comparison operators cannot be chained");
    return expr(binary, from(lhs->span));
  }
  if (at(TK::kDotDot) || at(TK::kDotDotEq))
    return min_precedence > kRangePrecedence ? nullptr : range_from(lhs, lhs->span);
  if (min_precedence > kAssignPrecedence)
    return nullptr;
  if (std::optional<BinaryOp> op = compound_operator(token.kind)) {
    bump();
    AssignOpExpr assign;
    assign.op = *op;
    assign.op_span = token.span;
    assign.lhs = lhs;
    assign.rhs = expression_with(kAssignPrecedence, allow_struct_);
    return expr(assign, from(lhs->span));
  }
  if (!eat(TK::kEq))
    return nullptr;
  AssignExpr assign;
  assign.op_span = token.span;
  assign.lhs = lhs;
  assign.rhs = expression_with(kAssignPrecedence, allow_struct_);
  return expr(assign, from(lhs->span));
}

const Expr* Parser::range_from(const Expr* lo, Span start) {
  RangeExpr range;
  range.inclusive = bump().is(TK::kDotDotEq);
  range.lo = lo;
  range.hi = expr_start() ? expression_with(kRangePrecedence + 1, allow_struct_) : nullptr;
  if (range.inclusive && !range.hi)
    fail(from(start), "inclusive range with no end", "", 586);
  return expr(range, from(start));
}

const Expr* Parser::addr_of(Span start) {
  bool twice = bump().is(TK::kAndAnd);
  AddrOfExpr inner;
  bool raw = at(TK::kIdent) && peek().symbol.str() == "raw" &&
             (peek(1).is_keyword(Known::kKwConst) || peek(1).is_keyword(Known::kKwMut));
  inner.is_raw = raw;
  if (raw)
    bump();
  inner.is_mut = eat(Known::kKwMut);
  if (raw && !inner.is_mut)
    bump();
  inner.operand = unary();
  if (!twice)
    return expr(inner, from(start));
  AddrOfExpr outer;
  outer.is_raw = outer.is_mut = false;
  Span inner_span = from(start);
  inner_span.lo += 1;
  outer.operand = expr(inner, inner_span);
  return expr(outer, from(start));
}

const Expr* Parser::unary() {
  Nest nest(*this);
  Span start = here();
  if (at(TK::kAnd) || at(TK::kAndAnd))
    return addr_of(start);
  UnaryExpr result;
  if (at(TK::kMinus))
    result.op = UnaryOp::kNeg;
  else if (at(TK::kNot))
    result.op = UnaryOp::kNot;
  else if (at(TK::kStar))
    result.op = UnaryOp::kDeref;
  else
    return postfix(primary());
  bump();
  result.operand = unary();
  return expr(result, from(start));
}

const Expr* Parser::postfix(const Expr* base) {
  unsigned outer_depth = depth_;
  for (;; deepen()) {
    if (at(TK::kQuestion))
      unsupported(here(), "the `?` operator");
    if (at(TK::kDot)) {
      base = postfix_dot(base);
    } else if (eat(TK::kOpenParen)) {
      CallExpr call;
      call.callee = base;
      call.args = in_.arena.copy(expr_list(TK::kCloseParen));
      expect(TK::kCloseParen);
      base = expr(call, from(base->span));
    } else if (eat(TK::kOpenBracket)) {
      IndexExpr index;
      index.base = base;
      index.index = expression();
      expect(TK::kCloseBracket);
      base = expr(index, from(base->span));
    } else {
      break;
    }
  }
  depth_ = outer_depth;
  return base;
}

const Expr* Parser::postfix_dot(const Expr* base) {
  bump();
  if (at(Known::kKwAwait))
    unsupported(here(), "`.await`");
  if (at(TK::kInt)) {
    Span span = bump().span;
    FieldExpr field;
    field.base = base;
    field.field = {in_.symbols.intern(text(span)), span};
    return expr(field, from(base->span));
  }
  if (at(TK::kFloat))
    fail(here(), "unexpected token: `" + std::string(text(here())) + "`");
  Ident name = ident();
  if (at(TK::kPathSep))
    unsupported(here(), "a generic argument");
  if (!eat(TK::kOpenParen)) {
    FieldExpr field;
    field.base = base;
    field.field = name;
    return expr(field, from(base->span));
  }
  MethodCallExpr call;
  call.receiver = base;
  call.method = name;
  call.args = in_.arena.copy(expr_list(TK::kCloseParen));
  expect(TK::kCloseParen);
  return expr(call, from(base->span));
}

std::vector<const Expr*> Parser::expr_list(TK end) {
  std::vector<const Expr*> list;
  while (!at(end)) {
    list.push_back(expression());
    if (!eat(TK::kComma))
      break;
  }
  if (!at(end))
    fail_expected(end == TK::kCloseParen ? "one of `)`, `,`, `.`, `?`, or an operator"
                                         : "one of `,`, `.`, `]`, or an operator");
  return list;
}

// A block-like expression ends its statement without a semicolon.
bool Parser::ends_statement(const Expr* e) {
  switch (e->kind) {
  case ExprKind::kBlock:
  case ExprKind::kIf:
  case ExprKind::kWhile:
  case ExprKind::kLoop:
  case ExprKind::kFor:
  case ExprKind::kMatch:
    return true;
  default:
    return false;
  }
}

const Block* Parser::block(bool is_unsafe) {
  Nest nest(*this);
  Span start = expect(TK::kOpenBrace);
  bool outer = std::exchange(allow_struct_, true);
  require_inert(attributes(true));
  std::vector<Stmt> stmts;
  Block result;
  result.is_unsafe = is_unsafe;
  while (!at(TK::kCloseBrace))
    if (!statement(stmts, result.tail, result.has_items))
      break;
  if (!at(TK::kCloseBrace)) {
    fail_expected_after("one of `.`, `;`, `?`, `}`, or an operator");
  }
  bump();
  result.span = from(start);
  result.stmts = in_.arena.copy(stmts);
  allow_struct_ = outer;
  if (result.has_items && !item_blocks_)
    unsupported(result.span, "an item inside a constant's initialiser");
  if (result.has_items)
    result.scope = static_cast<std::uint32_t>(item_blocks_->size());
  const Block* made = make(result);
  if (result.has_items)
    item_blocks_->push_back(made);
  return made;
}

Stmt Parser::let_stmt() {
  Span start = bump().span;
  Stmt stmt;
  stmt.kind = StmtKind::kLet;
  stmt.pat = pattern();
  if (eat(TK::kColon))
    stmt.type = type();
  if (eat(TK::kEq))
    stmt.expr = expression();
  if (at(Known::kKwElse))
    unsupported(here(), "`let ... else`");
  if (!at(TK::kSemi))
    fail_expected_after(stmt.expr ? "one of `.`, `;`, `?`, `else`, or an operator"
                                  : "one of `:`, `;`, `=`, `@`, or `|`");
  bump();
  stmt.span = from(start);
  return stmt;
}

// Appends one statement, or sets the tail and returns false.
bool Parser::statement(std::vector<Stmt>& stmts, const Expr*& tail, bool& has_items) {
  Stmt stmt;
  stmt.span = here();
  if (eat(TK::kSemi))
    return true;
  std::vector<Attribute> attrs = attributes(false);
  bool is_item = !at(Known::kKwLet) && item_start();
  if (!is_item)
    require_inert(attrs);
  if (at(Known::kKwLet)) {
    stmts.push_back(let_stmt());
    return true;
  }
  if (is_item) {
    stmt.kind = StmtKind::kItem;
    stmt.item = item(std::move(attrs));
    stmt.span = stmt.item->span;
    has_items = true;
    stmts.push_back(stmt);
    return true;
  }
  Nest nest(*this);
  allow_struct_ = true;
  bool block_like = at(TK::kOpenBrace) || at(TK::kLifetime) || at(Known::kKwIf) || at(Known::kKwMatch) ||
                    at(Known::kKwWhile) || at(Known::kKwLoop) || at(Known::kKwFor) || at(Known::kKwUnsafe);
  const Expr* e = block_like ? primary() : unary();
  bool complete = ends_statement(e);
  if (complete && at(TK::kDot))
    e = postfix(e), complete = false;
  if (!complete)
    e = binary_rest(e, kAnyPrecedence);
  stmt.span = from(stmt.span);
  stmt.expr = e;
  bool semicolon = eat(TK::kSemi);
  stmt.kind = semicolon ? StmtKind::kSemi : StmtKind::kExpr;
  if (!semicolon && at(TK::kCloseBrace)) {
    tail = e;
    return false;
  }
  if (!semicolon && e->kind == ExprKind::kMacro && text(Span{stmt.span.hi - 1, stmt.span.hi}) == "}")
    complete = true;
  if (!semicolon && !complete)
    return false;
  stmts.push_back(stmt);
  return true;
}

} // namespace minirc
