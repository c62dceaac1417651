// Items.
#include "minicompiler/parse/parser_impl.h"
#include <algorithm>

namespace minirc {

using namespace ast;

const File* Parser::file() {
  File result;
  result.span = {in_.file.base, in_.file.base + static_cast<std::uint32_t>(in_.file.text.size())};
  std::vector<Attribute> attrs = attributes(true);
  result.attrs = in_.arena.copy(attrs);
  std::vector<const Item*> items;
  try {
    require_inert(attrs);
    items = items_until(TK::kEof);
  } catch (ParseFailure& failure) {
    report(std::move(failure.diagnostic));
  }
  result.items = in_.arena.copy(items);
  return make(result);
}

std::vector<const Item*> Parser::items_until(TK end) {
  std::vector<const Item*> items;
  while (!at(end)) {
    if (at(TK::kSemi)) { // the parse goes on: it is clear what is meant
      Diagnostic d = make_error(Phase::kParse, 0, here(), "expected item, found `;`");
      report(std::move(d.help("remove this semicolon", bump().span)));
      continue;
    }
    std::vector<Attribute> attrs = attributes(false);
    if (at(end) && !attrs.empty()) {
      bool doc = attrs.back().is_doc;
      fail(attrs.back().span, doc ? "expected item after doc comment" : "expected item after attributes",
           doc ? "this doc comment doesn't document anything" : "", 0);
    }
    items.push_back(item(std::move(attrs)));
  }
  return items;
}

// Whether a function starts here: const, async, unsafe, extern "C" in front of fn.
bool Parser::fn_start() const {
  std::size_t i = 0;
  for (;; ++i) {
    const Token& t = peek(i);
    if (t.is_keyword(Known::kKwFn))
      return true;
    bool modifier = t.is_keyword(Known::kKwConst) || t.is_keyword(Known::kKwAsync) || t.is_keyword(Known::kKwUnsafe) ||
                    t.is_keyword(Known::kKwExtern) || (i > 0 && t.is(TK::kStr)) ||
                    (t.is(TK::kIdent) && t.symbol.str() == "safe");
    if (!modifier || i > 6)
      return false;
  }
}

bool Parser::item_start() const {
  if (at(TK::kPound) || at(TK::kDocOuter) || at(Known::kKwPub) || fn_start())
    return true;
  for (Known k : {Known::kKwStruct, Known::kKwStatic, Known::kKwMod, Known::kKwUse, Known::kKwImpl, Known::kKwTrait,
                  Known::kKwEnum, Known::kKwType, Known::kKwExtern})
    if (at(k))
      return true;
  if (at(Known::kKwConst))
    return peek(1).is(TK::kIdent) || peek(1).is_keyword(Known::kKwMut);
  if (at(Known::kKwUnsafe))
    return peek(1).is_keyword(Known::kKwImpl) || peek(1).is_keyword(Known::kKwTrait) ||
           peek(1).is_keyword(Known::kKwExtern);
  bool contextual = at(TK::kIdent) &&
                    (peek().symbol.is(Known::kMacroRules) ? peek(1).is(TK::kNot)
                                                          : peek().symbol.is(Known::kUnion) && peek(1).is(TK::kIdent));
  return contextual;
}

const Item* Parser::item(std::vector<Attribute> attrs) {
  Nest nest(*this);
  Item item;
  Span start = here();
  item.attrs = in_.arena.copy(attrs);
  item.vis = visibility();
  if (!item_kind(item))
    fail_expected("item");
  item.span = from(start);
  item.head = item.head.empty() ? item.span : start.to(item.head);
  return make(item);
}

bool Parser::item_kind(Item& item) {
  if (fn_start())
    return fn_item(item), true;
  if (at(Known::kKwStruct))
    return struct_item(item), true;
  if (at(Known::kKwConst) || at(Known::kKwStatic))
    return const_item(item, at(Known::kKwStatic)), true;
  if (at(Known::kKwMod))
    return mod_item(item), true;
  if (at(Known::kKwUse))
    return use_item(item), true;
  if (at(Known::kKwImpl))
    return impl_item(item), true;
  bool unsafe_extern = at(Known::kKwUnsafe) && peek(1).is_keyword(Known::kKwExtern);
  if (at(Known::kKwExtern) || unsafe_extern) {
    if (peek(1).is_keyword(Known::kKwCrate))
      return skip_unsupported_item(item, "`extern crate`"), true;
    return extern_block(item), true;
  }
  if (at(Known::kKwTrait) || at(Known::kKwUnsafe))
    return skip_unsupported_item(item, "a trait"), true;
  if (at(Known::kKwEnum))
    return skip_unsupported_item(item, "an enum"), true;
  if (at(Known::kKwType))
    return skip_unsupported_item(item, "a type alias"), true;
  if (at(TK::kIdent) && peek().symbol.is(Known::kMacroRules))
    return skip_unsupported_item(item, "a macro definition"), true;
  if (at(TK::kIdent) && peek().symbol.is(Known::kUnion))
    return skip_unsupported_item(item, "a union"), true;
  if (at(TK::kIdent) && peek(1).is(TK::kNot))
    return skip_unsupported_item(item, "a macro invocation as an item"), true;
  return false;
}

// Reports and passes over an item: up to its closing brace or semicolon.
void Parser::skip_unsupported_item(Item& item, std::string_view what) {
  Span start = here();
  std::size_t depth = 0;
  Span shown = start;
  for (;; bump()) {
    if (at(TK::kEof))
      break;
    if (at(TK::kOpenBrace) && depth == 0)
      shown = from(start);
    if (at(TK::kOpenParen) || at(TK::kOpenBracket) || at(TK::kOpenBrace))
      ++depth;
    bool closing = at(TK::kCloseParen) || at(TK::kCloseBracket) || at(TK::kCloseBrace);
    if (closing && depth > 0)
      --depth;
    if (depth == 0 && (at(TK::kSemi) || at(TK::kCloseBrace))) {
      bump();
      break;
    }
  }
  item.kind = ItemKind::kUnsupported;
  report(make_unsupported(Phase::kParse, shown, what));
}

// <'a, 'b>: lifetimes are parsed and dropped; types and consts are outside the subset.
void Parser::generics(bool lifetimes_only) {
  if (!at(TK::kLt))
    return;
  Span start = bump().span;
  while (!at(TK::kGt)) {
    if (!at(TK::kLifetime))
      unsupported(start.to(here()), lifetimes_only ? "a generic parameter" : "a generic argument");
    bump();
    if (eat(TK::kColon))
      while (eat(TK::kLifetime))
        eat(TK::kPlus);
    if (!eat(TK::kComma))
      break;
  }
  expect(TK::kGt);
}

void Parser::where_clause() {
  if (at(Known::kKwWhere))
    unsupported(here(), "a where clause");
}

// extern, extern "C". False when there is no `extern` here.
bool Parser::abi(std::string_view& name) {
  if (!eat(Known::kKwExtern))
    return false;
  name = "C";
  if (at(TK::kStr) || at(TK::kRawStr)) {
    Span span = here();
    name = decode_literal(peek(), text(span), in_.arena).text;
    bump();
    if (name != "C" && name != "Rust")
      unsupported(span, "the ABI \"" + std::string(name) + "\"");
  }
  return true;
}

void Parser::fn_item(Item& item) {
  FnItem fn;
  std::string_view abi_name;
  while (!at(Known::kKwFn)) {
    if (eat(Known::kKwConst))
      fn.is_const = true;
    else if (eat(Known::kKwUnsafe))
      fn.is_unsafe = true;
    else if (at(Known::kKwAsync))
      unsupported(here(), "an async function");
    else if (at(TK::kIdent)) // `safe`, in extern blocks
      item.safe_foreign = true, bump();
    else if (abi(abi_name))
      fn.is_extern_c = abi_name == "C";
    else
      fail_expected("`fn`");
  }
  bump();
  item.kind = ItemKind::kFn;
  item.name = ident();
  generics(true);
  fn_params(fn);
  if (eat(TK::kArrow))
    fn.ret = type();
  where_clause();
  item.head = tokens_[at_ - 1].span;
  if (!eat(TK::kSemi)) {
    std::vector<const Block*> blocks;
    auto* outer = std::exchange(item_blocks_, &blocks);
    bool outer_struct = std::exchange(allow_struct_, true);
    fn.body = block();
    allow_struct_ = outer_struct;
    item_blocks_ = outer;
    fn.item_blocks = in_.arena.copy(blocks);
  }
  item.fn = make(fn);
}

bool Parser::self_param(FnItem& fn) {
  Span start = here();
  std::size_t i = 0;
  bool ref = peek(i).is(TK::kAnd);
  if (ref)
    i += peek(i + 1).is(TK::kLifetime) ? 2 : 1;
  bool is_mut = peek(i).is_keyword(Known::kKwMut);
  i += is_mut;
  if (!peek(i).is_keyword(Known::kKwSelf) || peek(i + 1).is(TK::kPathSep))
    return false;
  for (std::size_t k = 0; k <= i; ++k)
    bump();
  if (at(TK::kColon))
    unsupported(from(start).to(here()), "a typed `self` parameter");
  fn.self_kind = ref ? (is_mut ? SelfKind::kRefMut : SelfKind::kRef) : SelfKind::kValue;
  fn.self_mut = !ref && is_mut;
  fn.self_span = from(start);
  return true;
}

void Parser::fn_params(FnItem& fn) {
  expect(TK::kOpenParen);
  std::vector<Param> params;
  if (self_param(fn) && !at(TK::kCloseParen))
    expect(TK::kComma);
  while (!at(TK::kCloseParen)) {
    inert_attributes();
    if (eat(TK::kDotDotDot)) {
      fn.is_variadic = true;
      break;
    }
    Param param;
    param.pat = pattern_one();
    expect(TK::kColon);
    param.type = type();
    params.push_back(param);
    if (!eat(TK::kComma))
      break;
  }
  expect(TK::kCloseParen);
  fn.params = in_.arena.copy(params);
}

FieldDef Parser::field_def() {
  inert_attributes();
  FieldDef field;
  field.vis = visibility();
  return field;
}

void Parser::struct_item(Item& item) {
  bump();
  item.kind = ItemKind::kStruct;
  item.name = ident();
  generics(true);
  where_clause();
  StructItem s;
  if (at(TK::kOpenBrace))
    item.head = tokens_[at_ - 1].span;
  std::vector<FieldDef> fields;
  bool tuple = at(TK::kOpenParen);
  TK close = tuple ? TK::kCloseParen : TK::kCloseBrace;
  if (tuple || at(TK::kOpenBrace)) {
    s.kind = tuple ? StructKind::kTuple : StructKind::kNamed;
    bump();
    while (!at(close)) {
      FieldDef field = field_def();
      if (tuple) {
        field.name = {in_.symbols.intern(std::to_string(fields.size())), here()};
      } else {
        field.name = ident();
        expect(TK::kColon);
      }
      field.type = type();
      fields.push_back(field);
      if (!eat(TK::kComma))
        break;
    }
    if (!at(close))
      fail_expected(tuple ? "`,` or `)`" : "`,`, or `}`");
    bump();
  } else if (!at(TK::kSemi)) {
    fail_expected("`where`, `{`, `(`, or `;` after struct name");
  }
  if (s.kind != StructKind::kNamed)
    expect(TK::kSemi);
  s.fields = in_.arena.copy(fields);
  item.struct_ = make(s);
}

void Parser::const_item(Item& item, bool is_static) {
  bump();
  item.kind = is_static ? ItemKind::kStatic : ItemKind::kConst;
  item.is_mut = is_static && eat(Known::kKwMut);
  if (at(TK::kIdent) && peek().symbol.is(Known::kUnderscore))
    item.name = {peek().symbol, bump().span};
  else
    item.name = ident();
  if (!eat(TK::kColon))
    fail(here(), std::string("missing type for `") + (is_static ? "static" : "const") + "` item");
  item.type = type();
  if (eat(TK::kEq)) {
    auto* outer = std::exchange(item_blocks_, nullptr);
    item.value = expression();
    item_blocks_ = outer;
  }
  expect(TK::kSemi);
}

void Parser::mod_item(Item& item) {
  bump();
  item.kind = ItemKind::kMod;
  item.name = ident();
  if (eat(TK::kSemi))
    return;
  item.head = item.name.span;
  item.is_inline_mod = true;
  expect(TK::kOpenBrace);
  require_inert(attributes(true));
  item.items = in_.arena.copy(items_until(TK::kCloseBrace));
  expect(TK::kCloseBrace);
}

void Parser::use_item(Item& item) {
  bump();
  item.kind = ItemKind::kUse;
  item.use = use_tree();
  expect(TK::kSemi);
}

const UseTree* Parser::use_tree() {
  Nest nest(*this);
  UseTree tree;
  Span start = here();
  std::vector<Ident> segments;
  tree.prefix.global = eat(TK::kPathSep);
  for (;;) {
    if (eat(TK::kStar)) {
      tree.kind = UseTree::Kind::kGlob;
      break;
    }
    if (eat(TK::kOpenBrace)) {
      tree.kind = UseTree::Kind::kNested;
      std::vector<const UseTree*> children;
      while (!at(TK::kCloseBrace)) {
        children.push_back(use_tree());
        if (!eat(TK::kComma))
          break;
      }
      expect(TK::kCloseBrace);
      tree.children = in_.arena.copy(children);
      break;
    }
    segments.push_back(path_segment());
    if (!eat(TK::kPathSep))
      break;
  }
  tree.prefix.segments = in_.arena.copy(segments);
  tree.prefix.span = from(start);
  if (tree.kind == UseTree::Kind::kSimple && eat(Known::kKwAs)) {
    if (at(TK::kIdent) && peek().symbol.is(Known::kUnderscore))
      tree.rename = {peek().symbol, bump().span};
    else
      tree.rename = ident();
  }
  tree.span = from(start);
  return make(tree);
}

void Parser::impl_item(Item& item) {
  Span start = bump().span;
  item.kind = ItemKind::kImpl;
  generics(true);
  item.type = type();
  if (at(Known::kKwFor))
    return skip_unsupported_item(item, "a trait implementation");
  where_clause();
  item.name.span = item.head = from(start);
  expect(TK::kOpenBrace);
  item.items = in_.arena.copy(items_until(TK::kCloseBrace));
  expect(TK::kCloseBrace);
}

void Parser::extern_block(Item& item) {
  eat(Known::kKwUnsafe);
  std::string_view name;
  abi(name);
  item.kind = ItemKind::kExternBlock;
  item.foreign_c = name == "C";
  expect(TK::kOpenBrace);
  item.items = in_.arena.copy(items_until(TK::kCloseBrace));
  expect(TK::kCloseBrace);
}

const File* parse_file(const ParseInput& input, std::uint64_t& tokens) {
  VectorSink lexical;
  std::vector<Token> lexed = lex(input.file, input.symbols, lexical);
  tokens = lexed.size();
  // After an error in the tokens the syntax means nothing.
  bool broken = lexical.has_errors();
  for (Diagnostic& d : lexical.diagnostics)
    input.sink.emit(std::move(d));
  if (broken)
    lexed = {Token{TokenKind::kEof, {input.file.base, input.file.base}, {}}};
  return Parser(input, std::move(lexed)).file();
}

} // namespace minirc
