// The values of literal tokens.
#include "minicompiler/parse/parser_impl.h"

namespace minirc {
namespace {

[[noreturn]] void fail(Span span, std::string message, std::uint16_t code = 0, std::string label = "") {
  throw ParseFailure{make_error(Phase::kParse, code, span, std::move(message), std::move(label))};
}

void append_utf8(std::string& out, char32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | (c >> 6));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0 | (c >> 12));
    out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | (c >> 18));
    out += static_cast<char>(0x80 | ((c >> 12) & 0x3F));
    out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  }
}

char32_t decode_utf8(std::string_view text, std::size_t& at) {
  auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  unsigned char first = byte(at);
  int length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  char32_t c = length == 1 ? first : first & (0x7F >> length);
  for (int i = 1; i < length; ++i)
    c = (c << 6) | (byte(at + i) & 0x3F);
  at += length;
  return c;
}

int digit_value(char c) {
  if (c >= '0' && c <= '9')
    return c - '0';
  if (c >= 'a' && c <= 'f')
    return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : 99;
}

// Reads the escape after a backslash at text[at - 1].
class Escapes {
 public:
  Escapes(std::string_view text, Span span, bool bytes) : text_(text), span_(span), bytes_(bytes) {}

  char32_t read(std::size_t& at) {
    char c = at < text_.size() ? text_[at++] : 0;
    switch (c) {
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    case '0':
      return 0;
    case '\\':
    case '\'':
    case '"':
      return static_cast<unsigned char>(c);
    case 'x':
      return hex(at);
    case 'u':
      if (!bytes_)
        return unicode(at);
      fail(span_, "unicode escape in byte string");
    default:
      fail(span_, std::string("unknown ") + (bytes_ ? "byte" : "character") + " escape: `" + c + "`", 0,
           "unknown character escape");
    }
  }

 private:
  char32_t hex(std::size_t& at) {
    int high = at < text_.size() ? digit_value(text_[at]) : 99,
        low = at + 1 < text_.size() ? digit_value(text_[at + 1]) : 99;
    if (high > 15 || low > 15)
      fail(span_, "invalid character in numeric character escape");
    at += 2;
    char32_t value = static_cast<char32_t>(high * 16 + low);
    if (!bytes_ && value > 0x7F)
      fail(span_, "out of range hex escape", 0, "must be a character in the range [\\x00-\\x7f]");
    return value;
  }

  char32_t unicode(std::size_t& at) {
    std::size_t close = text_.find('}', at);
    if (at >= text_.size() || text_[at] != '{' || close == std::string_view::npos)
      fail(span_, "incorrect unicode escape sequence");
    char32_t value = 0;
    for (++at; at < close; ++at) {
      if (text_[at] == '_')
        continue;
      if (digit_value(text_[at]) > 15 || value > 0xFFFFFF)
        fail(span_, "invalid unicode character escape");
      value = value * 16 + static_cast<char32_t>(digit_value(text_[at]));
    }
    ++at;
    if (value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
      fail(span_, "invalid unicode character escape", 0, "invalid escape");
    return value;
  }

  std::string_view text_;
  Span span_;
  bool bytes_;
};

std::string unescape(std::string_view body, Span span, bool bytes) {
  std::string out;
  Escapes escapes(body, span, bytes);
  for (std::size_t at = 0; at < body.size();) {
    char c = body[at++];
    if (c == '\r' && at < body.size() && body[at] == '\n')
      continue;
    if (c != '\\') {
      if (bytes && static_cast<unsigned char>(c) >= 0x80)
        fail(span, "non-ASCII character in byte string literal");
      out += c;
      continue;
    }
    if (at < body.size() && (body[at] == '\n' || body[at] == '\r')) {
      at = std::min(body.size(), body.find_first_not_of(" \t\n\r", at));
      continue;
    }
    char32_t value = escapes.read(at);
    if (bytes)
      out += static_cast<char>(value);
    else
      append_utf8(out, value);
  }
  return out;
}

char32_t one_character(std::string_view body, Span span, bool byte) {
  if (body.empty())
    fail(span, byte ? "empty byte literal" : "empty character literal");
  std::size_t at = 0;
  char32_t value;
  if (body[0] == '\\') {
    at = 1;
    value = Escapes(body, span, byte).read(at);
  } else {
    value = decode_utf8(body, at);
  }
  if (at != body.size())
    fail(span, std::string(byte ? "byte" : "character") + " literal may only contain one codepoint");
  if (byte && value > 0xFF)
    fail(span, "non-ASCII character in byte literal");
  return value;
}

Known number_suffix(std::string_view text) {
  constexpr std::pair<std::string_view, Known> kSuffixes[] = {
      {"i8", Known::kI8},     {"i16", Known::kI16},     {"i32", Known::kI32},   {"i64", Known::kI64},
      {"i128", Known::kI128}, {"isize", Known::kIsize}, {"u8", Known::kU8},     {"u16", Known::kU16},
      {"u32", Known::kU32},   {"u64", Known::kU64},     {"u128", Known::kU128}, {"usize", Known::kUsize},
      {"f32", Known::kF32},   {"f64", Known::kF64}};
  for (const auto& [name, known] : kSuffixes)
    if (name == text)
      return known;
  return Known::kNone;
}

std::string_view radix_name(unsigned radix) {
  return radix == 2 ? "binary" : radix == 8 ? "octal" : "decimal";
}

Literal integer(std::string_view text, Span span) {
  unsigned radix = text.size() > 1 && text[0] == '0' ? (text[1] == 'x'   ? 16
                                                        : text[1] == 'o' ? 8
                                                        : text[1] == 'b' ? 2
                                                                         : 10)
                                                     : 10;
  std::size_t at = radix == 10 ? 0 : 2;
  u128 value = 0;
  bool any = false;
  for (; at < text.size(); ++at) {
    if (text[at] == '_')
      continue;
    unsigned digit = static_cast<unsigned>(digit_value(text[at]));
    if (digit >= 10 && radix <= 10)
      break;
    if (digit == 99)
      break;
    if (digit >= radix)
      fail(span, "invalid digit for a base " + std::to_string(radix) + " literal");
    u128 next = value * radix + digit;
    if (value > (~u128{0} - digit) / radix)
      fail(span, "integer literal is too large", 0, "value exceeds limit of `u128::MAX`");
    value = next;
    any = true;
  }
  if (!any)
    fail(span, "no valid digits found for number", 768);
  Literal literal;
  literal.bits = value;
  std::string_view suffix = text.substr(at);
  literal.suffix = number_suffix(suffix);
  if (!suffix.empty() && literal.suffix == Known::kNone)
    fail(span, "invalid suffix `" + std::string(suffix) + "` for number literal", 0,
         "invalid suffix `" + std::string(suffix) + "`");
  bool is_float = literal.suffix == Known::kF32 || literal.suffix == Known::kF64;
  if (is_float && radix != 10)
    fail(span, std::string(radix_name(radix)) + " float literal is not supported");
  return literal;
}

Literal number(std::string_view text, bool is_float, Span span, Arena& arena) {
  Literal literal;
  std::size_t end = text.size();
  if (!is_float) {
    literal = integer(text, span);
    if (literal.suffix != Known::kF32 && literal.suffix != Known::kF64)
      return literal;
    end = text.find('f');
  } else {
    std::size_t at = text.find_first_not_of("0123456789_.");
    if (at != std::string_view::npos && (text[at] == 'e' || text[at] == 'E'))
      at = text.find_first_not_of("0123456789_+-", at + 1);
    end = std::min(at, text.size());
    literal.suffix = number_suffix(text.substr(end));
    if (end != text.size() && literal.suffix != Known::kF32 && literal.suffix != Known::kF64)
      fail(span, "invalid suffix `" + std::string(text.substr(end)) + "` for float literal");
  }
  literal.kind = LiteralKind::kFloat;
  std::string digits;
  for (char c : text.substr(0, end))
    if (c != '_')
      digits += c;
  literal.text = arena.copy_text(digits);
  return literal;
}

Literal string(std::string_view text, TokenKind kind, Span span, Arena& arena) {
  bool raw = kind == TokenKind::kRawStr || kind == TokenKind::kRawByteStr;
  bool bytes = kind == TokenKind::kByteStr || kind == TokenKind::kRawByteStr;
  std::size_t open = text.find('"'), close = text.rfind('"');
  std::string_view body = text.substr(open + 1, close - open - 1);
  Literal literal;
  literal.kind = bytes ? LiteralKind::kByteStr : kind == TokenKind::kCStr ? LiteralKind::kCStr : LiteralKind::kStr;
  literal.text = raw ? arena.copy_text(body) : arena.copy_text(unescape(body, span, bytes));
  return literal;
}

} // namespace

bool is_literal(TokenKind kind) {
  return kind >= TokenKind::kInt && kind <= TokenKind::kCStr;
}

Literal decode_literal(const Token& token, std::string_view text, Arena& arena) {
  Literal literal;
  switch (token.kind) {
  case TokenKind::kInt:
  case TokenKind::kFloat:
    return number(text, token.is(TokenKind::kFloat), token.span, arena);
  case TokenKind::kChar:
    literal.kind = LiteralKind::kChar;
    literal.bits = one_character(text.substr(1, text.size() - 2), token.span, false);
    return literal;
  case TokenKind::kByte:
    literal.kind = LiteralKind::kByte;
    literal.bits = one_character(text.substr(2, text.size() - 3), token.span, true);
    return literal;
  default:
    return string(text, token.kind, token.span, arena);
  }
}

} // namespace minirc
