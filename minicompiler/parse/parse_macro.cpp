// The known macros: their arguments, and format strings.
#include "minicompiler/parse/parser_impl.h"
#include <algorithm>

namespace minirc {

using namespace ast;

namespace {

struct MacroShape {
  Known name;
  unsigned operands; // before the format string
  bool format_required;
};

constexpr MacroShape kMacros[] = {
    {Known::kPrintln, 0, false},       {Known::kPrint, 0, true},          {Known::kEprintln, 0, false},
    {Known::kEprint, 0, true},         {Known::kPanic, 0, false},         {Known::kUnreachable, 0, false},
    {Known::kTodo, 0, false},          {Known::kUnimplemented, 0, false}, {Known::kAssert, 1, false},
    {Known::kAssertEq, 2, false},      {Known::kAssertNe, 2, false},      {Known::kDebugAssert, 1, false},
    {Known::kDebugAssertEq, 2, false}, {Known::kDebugAssertNe, 2, false},
};

const MacroShape* find_macro(Known name) {
  for (const MacroShape& shape : kMacros)
    if (shape.name == name && name != Known::kNone)
      return &shape;
  return nullptr;
}

} // namespace

// Splits "a {x:>5} b" into pieces and resolves what the braces refer to.
class FormatParser {
 public:
  FormatParser(Parser& parser, std::string_view text, Span span, std::vector<const Expr*>& args,
               std::vector<Symbol>& names)
      : p_(parser), text_(text), span_(span), args_(args), names_(names), explicit_(args.size()),
        positional_(args.size() - names.size()) {
    used_.resize(args.size());
  }

  std::vector<FormatPiece> run() {
    std::string literal;
    while (at_ < text_.size()) {
      char c = text_[at_++];
      if (c != '{' && c != '}') {
        literal += c;
      } else if (at_ < text_.size() && text_[at_] == c) {
        literal += c;
        ++at_;
      } else if (c == '}') {
        p_.fail(span_, "invalid format string: unmatched `}` found", "unmatched `}` in format string");
      } else {
        pieces_.push_back(placeholder(literal));
        literal.clear();
      }
    }
    if (!literal.empty() || pieces_.empty()) {
      FormatPiece last;
      last.text = p_.in_.arena.copy_text(literal);
      pieces_.push_back(last);
    }
    check_unused();
    return std::move(pieces_);
  }

 private:
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  FormatPiece placeholder(const std::string& literal) {
    FormatPiece piece;
    piece.text = p_.in_.arena.copy_text(literal);
    piece.has_argument = true;
    piece.span = span_;
    skip_spaces();
    std::string name;
    while (peek() != ':' && peek() != '}' && peek() != '\0' && peek() != ' ')
      name += text_[at_++];
    skip_spaces();
    bool implicit = name.empty();
    if (peek() == ':') {
      ++at_;
      spec(piece.spec);
    }
    skip_spaces();
    if (peek() != '}')
      p_.fail(span_, "invalid format string: expected `}` but string was terminated", "expected `}` in format string");
    ++at_;
    piece.argument = implicit ? take_next() : argument(name);
    return piece;
  }

  void skip_spaces() {
    while (peek() == ' ')
      ++at_;
  }

  static FormatAlign align_of(char c) {
    return c == '<'   ? FormatAlign::kLeft
           : c == '^' ? FormatAlign::kCenter
           : c == '>' ? FormatAlign::kRight
                      : FormatAlign::kUnknown;
  }

  void spec(FormatSpec& s) {
    fill_and_align(s);
    if (peek() == '+' || peek() == '-')
      s.plus = text_[at_++] == '+';
    if (peek() == '#')
      s.alternate = true, ++at_;
    if (peek() == '0' && !(at_ + 1 < text_.size() && text_[at_ + 1] == '$'))
      s.zero = true, ++at_;
    count(s.width_kind, s.width);
    if (peek() == '.') {
      ++at_;
      if (peek() == '*') {
        ++at_;
        s.precision_kind = FormatCount::kArgument;
        s.precision = take_next();
      } else {
        count(s.precision_kind, s.precision);
      }
    }
    trait(s);
  }

  void fill_and_align(FormatSpec& s) {
    unsigned char first = static_cast<unsigned char>(peek());
    std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (at_ + length < text_.size() && align_of(text_[at_ + length]) != FormatAlign::kUnknown) {
      s.fill = length == 1 ? first : first & (0x7F >> length);
      for (std::size_t i = 1; i < length; ++i)
        s.fill = (s.fill << 6) | (static_cast<unsigned char>(text_[at_ + i]) & 0x3F);
      at_ += length;
    }
    s.align = align_of(peek());
    if (s.align != FormatAlign::kUnknown)
      ++at_;
  }

  // A number, or number$ / name$.
  void count(FormatCount& kind, std::uint32_t& value) {
    std::size_t end = at_;
    while (end < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[end])) || text_[end] == '_'))
      ++end;
    std::string word(text_.substr(at_, end - at_));
    if (end < text_.size() && text_[end] == '$') {
      at_ = end + 1;
      kind = FormatCount::kArgument;
      value = argument(word);
      return;
    }
    std::uint64_t number = 0;
    bool any = false;
    for (; peek() >= '0' && peek() <= '9'; any = true)
      number = std::min<std::uint64_t>(number * 10 + static_cast<std::uint64_t>(text_[at_++] - '0'), 1u << 20);
    if (number > 65535)
      p_.fail(span_, "invalid format string: integer `" + word +
                         "` does not fit into the type `u16` whose range is `0..=65535`");
    if (any)
      kind = FormatCount::kLiteral, value = static_cast<std::uint32_t>(number);
  }

  void trait(FormatSpec& s) {
    std::string name;
    while (peek() != '}' && peek() != '\0' && peek() != ' ')
      name += text_[at_++];
    constexpr std::pair<std::string_view, FormatTrait> kTraits[] = {
        {"", FormatTrait::kDisplay},   {"?", FormatTrait::kDebug},   {"x", FormatTrait::kLowerHex},
        {"X", FormatTrait::kUpperHex}, {"o", FormatTrait::kOctal},   {"b", FormatTrait::kBinary},
        {"e", FormatTrait::kLowerExp}, {"E", FormatTrait::kUpperExp}};
    for (const auto& [text, value] : kTraits)
      if (text == name) {
        s.trait = value;
        return;
      }
    if (name == "p" || name == "x?" || name == "X?")
      p_.unsupported(span_, "the format trait `" + name + "`");
    p_.fail(span_, "unknown format trait `" + name + "`");
  }

  std::uint32_t take_next() {
    std::uint32_t index = next_++;
    if (index >= positional_) {
      p_.fail(span_, std::to_string(index + 1) + " positional argument" + (index ? "s" : "") +
                         " in format string, but " +
                         (positional_ == 0   ? "no arguments were given"
                          : positional_ == 1 ? "there is 1 argument"
                                             : "there are " + std::to_string(positional_) + " arguments"));
    }
    used_[index] = true;
    return index;
  }

  std::uint32_t argument(const std::string& name) {
    if (!name.empty() && std::all_of(name.begin(), name.end(), [](unsigned char c) { return std::isdigit(c); })) {
      std::uint64_t index = name.size() > 6 ? 1000000 : std::stoul(name);
      if (index >= explicit_)
        p_.fail(span_,
                "invalid reference to positional argument " + name + " (" +
                    (explicit_ == 0
                         ? "no arguments were given"
                         : "there " + std::string(explicit_ == 1 ? "is 1 argument"
                                                                 : "are " + std::to_string(explicit_) + " arguments")) +
                    ")");
      used_[index] = true;
      return static_cast<std::uint32_t>(index);
    }
    if (!std::all_of(name.begin(), name.end(),
                     [](unsigned char c) { return std::isalnum(c) || c == '_' || c >= 0x80; }))
      p_.fail(span_, "invalid format string: expected `}`, found `" + name + "`");
    Symbol symbol = p_.in_.symbols.intern(name);
    for (std::size_t i = 0; i < names_.size(); ++i)
      if (names_[i] == symbol) {
        if (positional_ + i < explicit_)
          used_[positional_ + i] = true;
        return static_cast<std::uint32_t>(positional_ + i);
      }
    return capture(symbol);
  }

  // {x} with no argument x: the variable x.
  std::uint32_t capture(Symbol symbol) {
    PathExpr value;
    std::vector<Ident> segments{{symbol, span_}};
    value.path.span = span_;
    value.path.segments = p_.in_.arena.copy(segments);
    args_.push_back(p_.expr(value, span_));
    names_.push_back(symbol);
    return static_cast<std::uint32_t>(args_.size() - 1);
  }

  void check_unused() {
    for (std::size_t i = 0; i < explicit_; ++i)
      if (!used_[i])
        p_.fail(args_[i]->span, i < positional_ ? "argument never used" : "named argument never used",
                i < positional_ ? "argument never used" : "named argument never used");
  }

  Parser& p_;
  std::string_view text_;
  Span span_;
  std::vector<const Expr*>& args_;
  std::vector<Symbol>& names_;
  std::size_t explicit_;   // written after the string
  std::size_t positional_; // of those, without a name
  std::vector<bool> used_;
  std::vector<FormatPiece> pieces_;
  std::size_t at_ = 0;
  std::uint32_t next_ = 0;
};

// "format string", args..., name = arg... up to the closing delimiter.
void Parser::format_arguments(MacroExpr& macro) {
  Span span = here();
  if (!at(TK::kStr) && !at(TK::kRawStr))
    fail(span, "format argument must be a string literal");
  Literal format = decode_literal(peek(), text(span), in_.arena);
  bump();
  std::vector<const Expr*> args;
  std::vector<Symbol> names;
  while (eat(TK::kComma)) {
    if (at(TK::kCloseParen) || at(TK::kCloseBracket) || at(TK::kCloseBrace))
      break;
    if (at(TK::kIdent) && peek(1).is(TK::kEq)) {
      names.push_back(bump().symbol);
      bump();
    } else if (!names.empty()) {
      fail(here(), "positional arguments cannot follow named arguments",
           "positional arguments must be before named arguments");
    }
    args.push_back(expression());
  }
  macro.has_format = true;
  macro.pieces = in_.arena.copy(FormatParser(*this, format.text, span, args, names).run());
  macro.args = in_.arena.copy(args);
}

const Expr* Parser::macro_call(Ident name) {
  Nest nest(*this);
  bump(); // !
  const MacroShape* shape = find_macro(name.name.known());
  if (!shape)
    unsupported(name.span, "the macro `" + std::string(name.name.str()) + "!`");
  TK open = bump().kind;
  TK close = open == TK::kOpenParen ? TK::kCloseParen : open == TK::kOpenBracket ? TK::kCloseBracket : TK::kCloseBrace;
  bool outer = std::exchange(allow_struct_, true);
  MacroExpr macro;
  macro.macro = shape->name;
  macro.name_span = name.span;
  macro.has_format = false;
  std::vector<const Expr*> operands;
  for (unsigned i = 0; i < shape->operands; ++i) {
    if (at(close))
      fail(from(name.span).to(here()),
           "macro requires " +
               std::string(shape->operands == 1 ? "a boolean expression as an argument" : "two operands"));
    operands.push_back(expression());
    if (!eat(TK::kComma) && !at(close))
      fail_expected("`,`");
  }
  macro.operands = in_.arena.copy(operands);
  if (!operands.empty())
    macro.operand_text = text(operands[0]->span.to(operands.back()->span));
  if (!at(close))
    format_arguments(macro);
  else if (shape->format_required)
    fail(from(name.span).to(here()), "requires at least a format string argument");
  if (!at(close))
    fail_expected("`,`");
  bump();
  allow_struct_ = outer;
  return expr(macro, from(name.span));
}

} // namespace minirc
