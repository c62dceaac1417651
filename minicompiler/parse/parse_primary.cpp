// Primary expressions: literals, paths, brackets, control flow.
#include "minicompiler/parse/parser_impl.h"

namespace minirc {

using namespace ast;

const Expr* Parser::literal_expr() {
  Span span = here();
  LiteralExpr literal;
  if (at(Known::kKwTrue) || at(Known::kKwFalse)) {
    literal.value.kind = LiteralKind::kBool;
    literal.value.bits = at(Known::kKwTrue);
  } else if (is_literal(peek().kind)) {
    literal.value = decode_literal(peek(), text(span), in_.arena);
  } else {
    fail_expected("literal");
  }
  bump();
  return expr(literal, span);
}

const Expr* Parser::primary() {
  if (is_literal(peek().kind) || at(Known::kKwTrue) || at(Known::kKwFalse))
    return literal_expr();
  switch (peek().kind) {
  case TK::kOpenParen:
    return paren_or_tuple();
  case TK::kOpenBracket:
    return array();
  case TK::kOpenBrace: {
    Span start = here();
    BlockExpr result;
    result.block = block();
    return expr(result, from(start));
  }
  case TK::kLifetime:
    return labelled();
  case TK::kOr:
  case TK::kOrOr:
    unsupported(here(), "a closure");
  case TK::kIdent:
    if (peek().symbol.is(Known::kUnderscore))
      unsupported(here(), "`_` in a destructuring assignment");
    return path_or_struct();
  case TK::kPathSep:
  case TK::kLt:
    return path_or_struct();
  case TK::kKeyword:
    return keyword_primary();
  default:
    fail_expected("expression");
  }
}

const Expr* Parser::keyword_primary() {
  Span start = here();
  switch (peek().symbol.known()) {
  case Known::kKwIf:
    return if_expr();
  case Known::kKwMatch:
    return match_expr();
  case Known::kKwWhile:
  case Known::kKwLoop:
  case Known::kKwFor:
    return loop_like({});
  case Known::kKwBreak:
  case Known::kKwContinue:
  case Known::kKwReturn:
    return jump();
  case Known::kKwUnsafe: {
    bump();
    BlockExpr result;
    result.block = block(true);
    return expr(result, from(start));
  }
  case Known::kKwSelf:
  case Known::kKwSelfType:
  case Known::kKwSuper:
  case Known::kKwCrate:
    return path_or_struct();
  case Known::kKwMove:
    unsupported(start, "a closure");
  case Known::kKwAsync:
    unsupported(start, "an async block");
  case Known::kKwConst:
    unsupported(start, "a const block");
  case Known::kKwLet:
    unsupported(start, "`let` in an expression");
  default:
    fail_expected("expression");
  }
}

const Expr* Parser::path_or_struct() {
  Path p = path(true);
  if (at(TK::kNot) && p.segments.size() == 1 &&
      (peek(1).is(TK::kOpenParen) || peek(1).is(TK::kOpenBracket) || peek(1).is(TK::kOpenBrace)))
    return macro_call(p.segments[0]);
  if (allow_struct_ && at(TK::kOpenBrace))
    return struct_literal(p);
  PathExpr result;
  result.path = p;
  return expr(result, p.span);
}

const Expr* Parser::struct_literal(Path path) {
  bump();
  StructLitExpr literal;
  literal.path = path;
  literal.base = nullptr;
  std::vector<FieldInit> fields;
  while (!at(TK::kCloseBrace)) {
    if (eat(TK::kDotDot)) {
      literal.base = expression();
      break;
    }
    FieldInit field;
    if (!at(TK::kIdent) && !at(TK::kInt))
      fail_expected("identifier");
    Span span = here();
    field.name = field_name();
    field.shorthand = !eat(TK::kColon);
    if (field.shorthand) {
      PathExpr value;
      std::vector<Ident> segments{field.name};
      value.path.span = span;
      value.path.segments = in_.arena.copy(segments);
      field.value = expr(value, span);
    } else {
      field.value = expression();
    }
    fields.push_back(field);
    if (!eat(TK::kComma))
      break;
  }
  if (!at(TK::kCloseBrace))
    fail_expected("one of `,`, `:`, or `}`");
  bump();
  literal.fields = in_.arena.copy(fields);
  return expr(literal, from(path.span));
}

const Expr* Parser::paren_or_tuple() {
  Span start = bump().span;
  std::vector<const Expr*> elements;
  bool comma = false;
  while (!at(TK::kCloseParen)) {
    elements.push_back(expression());
    comma = eat(TK::kComma);
    if (!comma)
      break;
  }
  if (!at(TK::kCloseParen))
    fail_expected("one of `)`, `,`, `.`, `?`, or an operator");
  bump();
  if (elements.size() == 1 && !comma) {
    ParenExpr paren;
    paren.inner = elements[0];
    return expr(paren, from(start));
  }
  TupleExpr tuple;
  tuple.elements = in_.arena.copy(elements);
  return expr(tuple, from(start));
}

const Expr* Parser::array() {
  Span start = bump().span;
  if (!at(TK::kCloseBracket)) {
    const Expr* first = expression();
    if (eat(TK::kSemi)) {
      RepeatExpr repeat;
      repeat.value = first;
      repeat.count = expression();
      expect(TK::kCloseBracket);
      return expr(repeat, from(start));
    }
    std::vector<const Expr*> elements{first};
    if (eat(TK::kComma)) {
      std::vector<const Expr*> rest = expr_list(TK::kCloseBracket);
      elements.insert(elements.end(), rest.begin(), rest.end());
    }
    expect(TK::kCloseBracket);
    ArrayExpr result;
    result.elements = in_.arena.copy(elements);
    return expr(result, from(start));
  }
  bump();
  return expr(ArrayExpr{}, from(start));
}

const Expr* Parser::condition() {
  if (at(Known::kKwLet))
    unsupported(here(), "`if let` and `while let`");
  return expression_no_struct();
}

const Expr* Parser::if_expr() {
  Nest nest(*this);
  Span start = bump().span;
  IfExpr result;
  result.condition = condition();
  if (!at(TK::kOpenBrace))
    fail_expected("`{`");
  result.then_block = block();
  result.else_expr = nullptr;
  if (eat(Known::kKwElse)) {
    if (at(Known::kKwIf)) {
      result.else_expr = if_expr();
    } else {
      Span else_start = here();
      BlockExpr otherwise;
      otherwise.block = block();
      result.else_expr = expr(otherwise, from(else_start));
    }
  }
  return expr(result, from(start));
}

const Expr* Parser::match_expr() {
  Span start = bump().span;
  MatchExpr result;
  result.scrutinee = expression_no_struct();
  expect(TK::kOpenBrace);
  std::vector<MatchArm> arms;
  bool outer = std::exchange(allow_struct_, true);
  while (!at(TK::kCloseBrace)) {
    inert_attributes();
    MatchArm arm;
    Span arm_start = here();
    arm.pat = pattern();
    arm.guard = eat(Known::kKwIf) ? condition() : nullptr;
    expect(TK::kFatArrow);
    bool block_arm = at(TK::kOpenBrace);
    if (block_arm) {
      Span body_start = here();
      BlockExpr body;
      body.block = block();
      arm.body = expr(body, from(body_start));
      if (!at(TK::kComma) && !at(TK::kCloseBrace) && (at(TK::kDot) || at(TK::kQuestion)))
        arm.body = binary_rest(postfix(arm.body), 0);
    } else {
      arm.body = expression();
    }
    arm.span = from(arm_start);
    arms.push_back(arm);
    if (!eat(TK::kComma) && !at(TK::kCloseBrace) && !ends_statement(arm.body))
      fail_expected("one of `,`, `.`, `?`, `}`, or an operator");
  }
  bump();
  allow_struct_ = outer;
  result.arms = in_.arena.copy(arms);
  return expr(result, from(start));
}

const Expr* Parser::labelled() {
  const Token& token = bump();
  Ident label{token.symbol, token.span};
  expect(TK::kColon);
  if (at(TK::kOpenBrace)) {
    BlockExpr result;
    result.label = label;
    result.block = block();
    return expr(result, from(label.span));
  }
  if (!at(Known::kKwWhile) && !at(Known::kKwLoop) && !at(Known::kKwFor))
    fail_expected("`while`, `for`, `loop` or `{` after a label");
  return loop_like(label);
}

const Expr* Parser::loop_like(Ident label) {
  Span start = label.name ? label.span : here();
  if (eat(Known::kKwLoop)) {
    LoopExpr result;
    result.label = label;
    result.body = block();
    return expr(result, from(start));
  }
  if (eat(Known::kKwWhile)) {
    WhileExpr result;
    result.label = label;
    result.condition = condition();
    result.body = block();
    return expr(result, from(start));
  }
  bump();
  ForExpr result;
  result.label = label;
  result.pat = pattern();
  expect(Known::kKwIn, "in");
  result.iterable = expression_no_struct();
  result.body = block();
  return expr(result, from(start));
}

const Expr* Parser::jump() {
  Token token = bump();
  Ident label;
  bool is_return = token.symbol.is(Known::kKwReturn);
  if (!is_return && at(TK::kLifetime)) {
    const Token& name = bump();
    label = {name.symbol, name.span};
  }
  if (token.symbol.is(Known::kKwContinue)) {
    ContinueExpr result;
    result.label = label;
    return expr(result, from(token.span));
  }
  const Expr* value = expr_start() ? expression_with(0, allow_struct_) : nullptr;
  if (is_return) {
    ReturnExpr result;
    result.value = value;
    return expr(result, from(token.span));
  }
  BreakExpr result;
  result.label = label;
  result.value = value;
  return expr(result, from(token.span));
}

} // namespace minirc
