// The token cursor, failures, attributes and visibility.
#include "minicompiler/parse/parser_impl.h"

namespace minirc {

using namespace ast;

Span Parser::expect(TK kind, const char* where) {
  if (!at(kind))
    fail_expected("`" + std::string(describe(kind)) + "`" + (where ? std::string(" ") + where : ""));
  return bump().span;
}

void Parser::expect(Known keyword, const char* text) {
  if (!eat(keyword))
    fail_expected(std::string("`") + text + "`");
}

std::string Parser::token_text() const {
  if (at(TK::kEof))
    return "end of file";
  std::string spelled(text(here()));
  if (at(TK::kKeyword))
    return "keyword `" + spelled + "`";
  if (at(TK::kDocOuter) || at(TK::kDocInner))
    return "doc comment";
  return "`" + spelled + "`";
}

void Parser::fail(Span span, std::string message, std::string label, std::uint16_t code) {
  throw ParseFailure{make_error(Phase::kParse, code, span, std::move(message), std::move(label))};
}

int Parser::open_delimiters() const {
  int open = 0;
  for (const Token& t : tokens_) {
    open += t.is(TK::kOpenBrace) || t.is(TK::kOpenParen) || t.is(TK::kOpenBracket);
    open -= t.is(TK::kCloseBrace) || t.is(TK::kCloseParen) || t.is(TK::kCloseBracket);
  }
  return open;
}

// What is missing at the end of a line is shown there, not at the next line's first token.
void Parser::fail_expected_after(const std::string& what) {
  Span last = tokens_[at_ == 0 ? 0 : at_ - 1].span;
  std::string_view between = text({last.hi, here().lo});
  if (between.find('\n') == std::string_view::npos)
    fail_expected(what);
  fail({last.hi, last.hi}, "expected " + what + ", found " + token_text(), "help: add `;` here");
}

void Parser::fail_expected(const std::string& what) {
  if (at(TK::kEof) && open_delimiters() > 0) {
    std::uint32_t last = tokens_[at_ == 0 ? 0 : at_ - 1].span.hi;
    fail({last, last}, "this file contains an unclosed delimiter");
  }
  fail(here(), "expected " + what + ", found " + token_text(), "expected " + what);
}

void Parser::unsupported(Span span, std::string_view what) {
  throw ParseFailure{make_unsupported(Phase::kParse, span, what)};
}

void Parser::deepen() {
  if (++depth_ > kMaxDepth) {
    --depth_;
    unsupported(here(), "nesting deeper than " + std::to_string(kMaxDepth) + " levels");
  }
}

Ident Parser::ident(const char* what) {
  if (!at(TK::kIdent) || peek().symbol.is(Known::kUnderscore))
    fail_expected(what);
  const Token& token = bump();
  return {token.symbol, token.span};
}

Ident Parser::field_name() {
  const Token& token = bump();
  return {token.is(TK::kIdent) ? token.symbol : in_.symbols.intern(text(token.span)), token.span};
}

Attribute Parser::doc_attribute() {
  const Token& token = bump();
  Attribute a;
  a.span = token.span;
  a.is_doc = true;
  a.inner = token.is(TK::kDocInner);
  std::string_view body = text(token.span).substr(3);
  if (text(token.span)[1] == '*')
    body = body.substr(0, body.size() - 2);
  a.text = body;
  return a;
}

// After `#` or `#!`: [path(...)], [path = "..."], [unsafe(path)].
Attribute Parser::attribute() {
  Attribute a;
  Span start = here();
  expect(TK::kOpenBracket);
  bool wrapped = at(Known::kKwUnsafe) && peek(1).is(TK::kOpenParen);
  if (wrapped)
    bump(), bump();
  a.path = path(false);
  std::size_t depth = 0;
  Span first = here();
  std::vector<Ident> words;
  while (!(depth == 0 && (at(TK::kCloseBracket) || (wrapped && at(TK::kCloseParen))))) {
    if (at(TK::kEof))
      fail_expected("`]`");
    if (at(TK::kOpenParen) || at(TK::kOpenBracket) || at(TK::kOpenBrace))
      ++depth;
    if (at(TK::kCloseParen) || at(TK::kCloseBracket) || at(TK::kCloseBrace))
      --depth;
    if (depth == 1 && (at(TK::kIdent) || at(TK::kKeyword)))
      words.push_back({peek().symbol, here()});
    if (at(TK::kStr) || at(TK::kRawStr))
      a.value = decode_literal(peek(), text(here()), in_.arena).text;
    bump();
  }
  if (here().lo > first.lo)
    a.text = text(from(first));
  if (wrapped)
    expect(TK::kCloseParen);
  expect(TK::kCloseBracket);
  a.span = from(start);
  a.words = in_.arena.copy(words);
  return a;
}

std::vector<Attribute> Parser::attributes(bool inner) {
  std::vector<Attribute> attrs;
  for (;;) {
    if (at(inner ? TK::kDocInner : TK::kDocOuter)) {
      attrs.push_back(doc_attribute());
    } else if (at(TK::kPound) && peek(1).is(TK::kNot) == inner && peek(inner ? 2 : 1).is(TK::kOpenBracket)) {
      Span start = bump().span;
      if (inner)
        bump();
      attrs.push_back(attribute());
      attrs.back().span.lo = start.lo;
      attrs.back().inner = inner;
    } else if (!inner && at(TK::kDocInner)) {
      fail(here(), "expected outer doc comment", "", 753);
    } else {
      return attrs;
    }
  }
}

// Whatever has no effect on what a program means. On items the attribute check decides instead.
void Parser::require_inert(const std::vector<Attribute>& attrs) {
  for (const Attribute& a : attrs) {
    bool inert = a.is_doc;
    for (Known name : {Known::kAllow, Known::kWarn, Known::kDeny, Known::kForbid, Known::kExpect, Known::kDoc})
      inert |= a.path.segments.size() == 1 && a.path.segments[0].name.is(name);
    if (!inert)
      unsupported(a.span, "this attribute in this place");
  }
  if (!attrs.empty() && attrs.back().is_doc && !attrs.back().inner && (at(TK::kCloseBrace) || at(TK::kCloseParen)))
    fail(attrs.back().span, "found a documentation comment that doesn't document anything",
         "this doc comment doesn't document anything", 585);
}

void Parser::inert_attributes() {
  require_inert(attributes(false));
}

Visibility Parser::visibility() {
  Visibility vis;
  if (!at(Known::kKwPub))
    return vis;
  Span start = bump().span;
  vis.kind = VisKind::kPublic;
  const Token& next = peek(1);
  bool restricted = at(TK::kOpenParen) && (next.is_keyword(Known::kKwCrate) || next.is_keyword(Known::kKwSuper) ||
                                           next.is_keyword(Known::kKwSelf) || next.is_keyword(Known::kKwIn));
  if (restricted) {
    bump();
    if (eat(Known::kKwIn)) {
      vis.kind = VisKind::kInPath;
      vis.path = path(false);
    } else {
      vis.kind = at(Known::kKwCrate) ? VisKind::kCrate : at(Known::kKwSuper) ? VisKind::kSuper : VisKind::kSelf;
      bump();
    }
    expect(TK::kCloseParen);
  }
  vis.span = from(start);
  return vis;
}

} // namespace minirc
