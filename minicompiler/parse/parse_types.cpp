// Types, paths and patterns.
#include "minicompiler/parse/parser_impl.h"

namespace minirc {

using namespace ast;

const ast::Type* Parser::make_type(ast::Type type, Span start) {
  type.span = from(start);
  return make(type);
}

const ast::Type* Parser::type() {
  Nest nest(*this);
  Span start = here();
  ast::Type result;
  if (at(TK::kAnd) || at(TK::kAndAnd)) {
    bool twice = bump().is(TK::kAndAnd);
    result.kind = ast::TypeKind::kRef;
    result.has_lifetime = eat(TK::kLifetime);
    result.is_mut = eat(Known::kKwMut);
    result.inner = type();
    const ast::Type* inner = make_type(result, start);
    if (!twice)
      return inner;
    ast::Type outer;
    outer.kind = ast::TypeKind::kRef;
    outer.inner = inner;
    return make_type(outer, start);
  }
  if (eat(TK::kStar)) {
    result.kind = ast::TypeKind::kRawPtr;
    result.is_mut = at(Known::kKwMut);
    if (!eat(Known::kKwMut) && !eat(Known::kKwConst))
      fail_expected("`mut` or `const` keyword in raw pointer type");
    result.inner = type();
    return make_type(result, start);
  }
  if (eat(TK::kOpenBracket)) {
    result.inner = type();
    result.kind = eat(TK::kSemi) ? ast::TypeKind::kArray : ast::TypeKind::kSlice;
    if (result.kind == ast::TypeKind::kArray)
      result.length = expression();
    expect(TK::kCloseBracket);
    return make_type(result, start);
  }
  if (eat(TK::kOpenParen)) {
    std::vector<const ast::Type*> elements;
    bool comma = false;
    while (!at(TK::kCloseParen)) {
      elements.push_back(type());
      comma = eat(TK::kComma);
      if (!comma)
        break;
    }
    expect(TK::kCloseParen);
    if (elements.size() == 1 && !comma)
      return elements[0];
    result.kind = ast::TypeKind::kTuple;
    result.elements = in_.arena.copy(elements);
    return make_type(result, start);
  }
  if (eat(TK::kNot)) {
    result.kind = ast::TypeKind::kNever;
    return make_type(result, start);
  }
  if (at(TK::kIdent) && peek().symbol.is(Known::kUnderscore)) {
    bump();
    result.kind = ast::TypeKind::kInfer;
    return make_type(result, start);
  }
  if (at(Known::kKwFn) || at(Known::kKwExtern) || at(Known::kKwUnsafe))
    return fn_ptr_type(start);
  if (at(Known::kKwImpl) || at(Known::kKwDyn))
    unsupported(here(), at(Known::kKwImpl) ? "`impl Trait`" : "a trait object");
  if (at(Known::kKwFor) || at(TK::kLt))
    unsupported(here(), at(TK::kLt) ? "a qualified path" : "a higher-ranked type");
  result.kind = ast::TypeKind::kPath;
  result.path = path(false);
  return make_type(result, start);
}

const ast::Type* Parser::fn_ptr_type(Span start) {
  ast::Type result;
  result.kind = ast::TypeKind::kFnPtr;
  result.is_unsafe = eat(Known::kKwUnsafe);
  std::string_view name;
  result.is_extern_c = abi(name) && name == "C";
  expect(Known::kKwFn, "fn");
  expect(TK::kOpenParen);
  std::vector<const ast::Type*> params;
  while (!at(TK::kCloseParen)) {
    if (at(TK::kIdent) && peek(1).is(TK::kColon))
      bump(), bump();
    params.push_back(type());
    if (!eat(TK::kComma))
      break;
  }
  expect(TK::kCloseParen);
  result.elements = in_.arena.copy(params);
  if (eat(TK::kArrow))
    result.inner = type();
  return make_type(result, start);
}

Ident Parser::path_segment() {
  bool keyword = at(Known::kKwSelf) || at(Known::kKwSelfType) || at(Known::kKwSuper) || at(Known::kKwCrate);
  if (!keyword)
    return ident();
  const Token& token = bump();
  return {token.symbol, token.span};
}

// In expressions generic arguments need ::<, so that a < b stays a comparison.
Path Parser::path(bool in_expr) {
  Path result;
  Span start = here();
  if (at(TK::kLt))
    unsupported(here(), "a qualified path");
  result.global = eat(TK::kPathSep);
  std::vector<Ident> segments;
  for (;;) {
    segments.push_back(path_segment());
    bool turbofish = at(TK::kPathSep) && peek(1).is(TK::kLt);
    if (turbofish)
      bump();
    if (turbofish || (!in_expr && at(TK::kLt))) {
      if (in_expr || !peek(1).is(TK::kLifetime))
        unsupported(here(), "a generic argument");
      generics(false);
    }
    if (!at(TK::kPathSep) || !(peek(1).is(TK::kIdent) || peek(1).is(TK::kKeyword)))
      break;
    bump();
  }
  if (at(TK::kPathSep) && !peek(1).is(TK::kOpenBrace) && !peek(1).is(TK::kStar)) {
    bump();
    fail_expected("identifier");
  }
  result.segments = in_.arena.copy(segments);
  result.span = from(start);
  return result;
}

const Pat* Parser::make_pat(Pat pat, Span start) {
  pat.span = from(start);
  return make(pat);
}

const Pat* Parser::pattern() {
  Span start = here();
  eat(TK::kOr);
  std::vector<const Pat*> alternatives{pattern_one()};
  while (eat(TK::kOr))
    alternatives.push_back(pattern_one());
  if (alternatives.size() == 1)
    return alternatives[0];
  Pat pat;
  pat.kind = PatKind::kOr;
  pat.elements = in_.arena.copy(alternatives);
  return make_pat(pat, start);
}

std::vector<const Pat*> Parser::pattern_list(TK end) {
  std::vector<const Pat*> elements;
  while (!at(end)) {
    elements.push_back(pattern());
    if (!eat(TK::kComma))
      break;
  }
  return elements;
}

const Pat* Parser::pattern_one() {
  Nest nest(*this);
  Span start = here();
  Pat pat;
  if (at(TK::kIdent) && peek().symbol.is(Known::kUnderscore)) {
    bump();
    pat.kind = PatKind::kWild;
    return make_pat(pat, start);
  }
  if (at(TK::kDotDot)) {
    bump();
    pat.kind = PatKind::kRest;
    return make_pat(pat, start);
  }
  if (at(TK::kAnd) || at(TK::kAndAnd)) {
    if (at(TK::kAndAnd))
      unsupported(here(), "a pattern of two references");
    bump();
    pat.kind = PatKind::kRef;
    pat.is_mut = eat(Known::kKwMut);
    pat.sub = pattern_one();
    return make_pat(pat, start);
  }
  if (eat(TK::kOpenParen)) {
    std::vector<const Pat*> elements = pattern_list(TK::kCloseParen);
    bool comma = tokens_[at_ - 1].is(TK::kComma);
    expect(TK::kCloseParen);
    if (elements.size() == 1 && !comma && elements[0]->kind != PatKind::kRest)
      return elements[0];
    pat.kind = PatKind::kTuple;
    pat.elements = in_.arena.copy(elements);
    return make_pat(pat, start);
  }
  if (at(TK::kOpenBracket))
    unsupported(here(), "a slice pattern");
  if (is_literal(peek().kind) || at(TK::kMinus) || at(Known::kKwTrue) || at(Known::kKwFalse) || at(TK::kDotDotEq))
    return pattern_literal();
  if (at(Known::kKwMut) || at(Known::kKwRef))
    return pattern_binding();
  if (at(TK::kIdent) && !peek(1).is(TK::kPathSep) && !peek(1).is(TK::kOpenParen) && !peek(1).is(TK::kOpenBrace) &&
      !peek(1).is(TK::kDotDotEq) && !peek(1).is(TK::kDotDot) && !peek(1).is(TK::kNot))
    return pattern_binding();
  if (at(TK::kIdent) || at(Known::kKwSelf) || at(Known::kKwSelfType) || at(Known::kKwSuper) || at(Known::kKwCrate) ||
      at(TK::kPathSep))
    return pattern_path();
  fail_expected("pattern");
}

const Pat* Parser::pattern_binding() {
  Span start = here();
  Pat pat;
  pat.kind = PatKind::kBinding;
  pat.by_ref = eat(Known::kKwRef);
  pat.is_mut = eat(Known::kKwMut);
  pat.name = ident();
  if (eat(TK::kAt))
    pat.sub = pattern_one();
  return make_pat(pat, start);
}

const Pat* Parser::pattern_path() {
  Span start = here();
  Pat pat;
  pat.path = path(true);
  if (at(TK::kOpenParen)) {
    bump();
    pat.kind = PatKind::kTupleStruct;
    pat.elements = in_.arena.copy(pattern_list(TK::kCloseParen));
    expect(TK::kCloseParen);
    return make_pat(pat, start);
  }
  if (at(TK::kOpenBrace))
    return pattern_struct(pat);
  if (at(TK::kDotDotEq) || at(TK::kDotDot)) {
    pat.kind = PatKind::kRange;
    PathExpr lo;
    lo.path = pat.path;
    pat.lo = expr(lo, pat.path.span);
    pat.inclusive = bump().is(TK::kDotDotEq);
    pat.hi = pattern_bound();
    return make_pat(pat, start);
  }
  pat.kind = PatKind::kPath;
  return make_pat(pat, start);
}

const Pat* Parser::pattern_struct(Pat pat) {
  Span start = pat.path.span;
  expect(TK::kOpenBrace);
  pat.kind = PatKind::kStruct;
  std::vector<PatField> fields;
  while (!at(TK::kCloseBrace)) {
    if (eat(TK::kDotDot)) {
      pat.has_rest = true;
      break;
    }
    PatField field;
    bool named = (at(TK::kIdent) || at(TK::kInt)) && peek(1).is(TK::kColon);
    if (named) {
      field.name = field_name();
      bump();
      field.pat = pattern();
    } else {
      field.shorthand = true;
      field.pat = pattern_binding();
      field.name = field.pat->name;
    }
    fields.push_back(field);
    if (!eat(TK::kComma))
      break;
  }
  expect(TK::kCloseBrace);
  pat.fields = in_.arena.copy(fields);
  return make_pat(pat, start);
}

// One end of a range pattern: a literal, its negation, or a path to a const.
const Expr* Parser::pattern_bound() {
  Span start = here();
  if (eat(TK::kMinus)) {
    UnaryExpr negated;
    negated.op = UnaryOp::kNeg;
    negated.operand = literal_expr();
    return expr(negated, from(start));
  }
  if (is_literal(peek().kind) || at(Known::kKwTrue) || at(Known::kKwFalse))
    return literal_expr();
  if (!at(TK::kIdent) && !at(TK::kPathSep) && !at(Known::kKwSelfType) && !at(Known::kKwCrate) && !at(Known::kKwSuper))
    return nullptr;
  PathExpr named;
  named.path = path(true);
  return expr(named, named.path.span);
}

const Pat* Parser::pattern_literal() {
  Span start = here();
  Pat pat;
  if (!at(TK::kDotDotEq))
    pat.lo = pattern_bound();
  pat.kind = PatKind::kLiteral;
  if (at(TK::kDotDotEq) || at(TK::kDotDot) || at(TK::kDotDotDot)) {
    if (at(TK::kDotDotDot))
      fail(here(), "`...` range patterns are not allowed", "", 783);
    pat.kind = PatKind::kRange;
    pat.inclusive = bump().is(TK::kDotDotEq);
    pat.hi = pattern_bound();
    if (pat.inclusive && !pat.hi)
      fail(from(start), "inclusive range with no end", "", 586);
  }
  return make_pat(pat, start);
}

} // namespace minirc
