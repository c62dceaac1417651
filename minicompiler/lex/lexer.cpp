#include "minicompiler/lex/lexer.h"
#include <algorithm>

namespace minirc {
namespace {

using enum TokenKind;

constexpr std::string_view kDescriptions[] = {
#define MINIRC_TOKEN(id, text) text,
#include "minicompiler/lex/tokens.def"
#undef MINIRC_TOKEN
    "keyword",
};

// Punctuation by its first character, longest spelling first; 0 ends a row.
struct PunctuationTable {
  std::uint8_t by_first[128][6] = {};
};

constexpr PunctuationTable make_punctuation() {
  PunctuationTable table;
  for (std::size_t length : {3, 2, 1})
    for (int kind = static_cast<int>(kOpenParen); kind <= static_cast<int>(kTilde); ++kind) {
      std::string_view spelling = kDescriptions[kind];
      if (spelling.size() != length)
        continue;
      auto& row = table.by_first[static_cast<unsigned char>(spelling[0])];
      int free = 0;
      while (row[free] != 0)
        ++free;
      row[free] = static_cast<std::uint8_t>(kind);
    }
  return table;
}

constexpr PunctuationTable kPunctuation = make_punctuation();

bool is_ident_start(unsigned char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
}
bool is_digit(unsigned char c) {
  return c >= '0' && c <= '9';
}
bool is_ident_part(unsigned char c) {
  return is_ident_start(c) || is_digit(c);
}

class Lexer {
 public:
  Lexer(const SourceFile& file, SymbolInterner& symbols, DiagnosticSink& sink)
      : text_(file.text), base_(file.base), symbols_(symbols), sink_(sink) {}

  std::vector<Token> run() {
    tokens_.reserve(text_.size() / 4 + 16);
    if (text_.substr(0, 2) == "#!" && text_.substr(0, 3) != "#![")
      skip_line();
    while (at_ < text_.size())
      next();
    start_ = at_;
    push(kEof);
    return std::move(tokens_);
  }

 private:
  unsigned char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? static_cast<unsigned char>(text_[at_ + ahead]) : 0;
  }
  Span span(std::size_t from, std::size_t to) const {
    return {base_ + static_cast<std::uint32_t>(from), base_ + static_cast<std::uint32_t>(to)};
  }
  void push(TokenKind kind, Symbol symbol = {}) { tokens_.push_back({kind, span(start_, at_), symbol}); }
  void error(std::uint16_t code, Span where, std::string message) {
    sink_.emit(make_error(Phase::kParse, code, where, std::move(message)));
  }
  void skip_line() {
    while (at_ < text_.size() && text_[at_] != '\n')
      ++at_;
  }

  void next() {
    start_ = at_;
    unsigned char c = peek();
    if (c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' || c == '\v') {
      ++at_;
    } else if (std::size_t length = c >= 0x80 ? wide_space() : 0) {
      at_ += length;
    } else if (is_ident_start(c)) {
      if (!prefixed_literal())
        ident();
    } else if (is_digit(c)) {
      number();
    } else if (c == '"') {
      string(kStr);
    } else if (c == '\'') {
      quote();
    } else if (c == '/' && (peek(1) == '/' || peek(1) == '*')) {
      peek(1) == '/' ? line_comment() : block_comment();
    } else {
      punctuation();
    }
  }

  // The bytes of U+0085, U+200E, U+200F, U+2028 or U+2029, which are white space as ASCII's are.
  std::size_t wide_space() const {
    unsigned char c = peek(), d = peek(1), e = peek(2);
    if (c == 0xC2 && d == 0x85)
      return 2;
    return c == 0xE2 && d == 0x80 && (e == 0x8E || e == 0x8F || e == 0xA8 || e == 0xA9) ? 3 : 0;
  }

  // A CR that ends no line has no place in literals and documentation.
  void no_bare_cr(const char* where, bool escape) {
    for (std::size_t at = text_.find('\r', start_); at < at_; at = text_.find('\r', at + 1))
      error(0, span(at, at + 1),
            std::string("bare CR not allowed in ") + where + (escape ? ", use `\\r` instead" : ""));
  }

  void ident() {
    if (peek() == 'r' && peek(1) == '#' && is_ident_start(peek(2))) {
      at_ += 2;
      std::size_t name = at_;
      skip_ident();
      return push(kIdent, symbols_.intern(text_.substr(name, at_ - name)));
    }
    skip_ident();
    if (at_ == start_) { // not a letter
      ++at_;
      while (at_ < text_.size() && (static_cast<unsigned char>(text_[at_]) & 0xC0) == 0x80)
        ++at_;
      return error(0, span(start_, at_), "unknown start of token: " + std::string(text_.substr(start_, at_ - start_)));
    }
    Symbol symbol = symbols_.intern(text_.substr(start_, at_ - start_));
    bool keyword = symbol.known() >= Known::kKwAs && symbol.known() <= Known::kKwDyn;
    push(keyword ? kKeyword : kIdent, symbol);
  }

  // Letters beyond ASCII are accepted as parts of names except for the blocks of punctuation and symbols.
  bool is_symbol_char() const {
    unsigned char c = peek(), d = peek(1);
    return c >= 0x80 &&
           ((c == 0xC2 && d < 0xAA) || (c == 0xE2 && d >= 0x80 && d <= 0xAF) || (c == 0xE3 && d == 0x80) || c == 0xF0);
  }
  void skip_ident() {
    while (is_ident_part(peek()) && !is_symbol_char())
      ++at_;
  }

  bool prefixed_literal() {
    unsigned char c = peek(), d = peek(1), e = peek(2);
    if (c == 'b' && d == '\'') {
      ++at_;
      character(kByte);
    } else if (c == 'b' && d == '"') {
      ++at_;
      string(kByteStr);
    } else if (c == 'c' && d == '"') {
      ++at_;
      string(kCStr);
    } else if (c == 'r' && (d == '"' || (d == '#' && (e == '"' || e == '#')))) {
      ++at_;
      raw_string(kRawStr);
    } else if (c == 'b' && d == 'r' && (e == '"' || e == '#')) {
      at_ += 2;
      raw_string(kRawByteStr);
    } else {
      return false;
    }
    return true;
  }

  void string(TokenKind kind) {
    ++at_;
    while (at_ < text_.size() && text_[at_] != '"')
      at_ += text_[at_] == '\\' ? 2 : 1;
    if (at_ >= text_.size()) {
      at_ = text_.size();
      return error(kind == kByteStr ? 766 : 765, span(start_, at_),
                   kind == kByteStr ? "unterminated double quote byte string" : "unterminated double quote string");
    }
    ++at_;
    no_bare_cr(kind == kByteStr ? "byte string" : "string", true);
    suffix_free(kind);
  }

  void raw_string(TokenKind kind) {
    std::size_t hashes = 0;
    while (peek() == '#')
      ++hashes, ++at_;
    std::string close = "\"" + std::string(hashes, '#');
    std::size_t end = peek() == '"' ? text_.find(close, at_ + 1) : std::string_view::npos;
    if (end == std::string_view::npos) {
      at_ = text_.size();
      return error(748, span(start_, std::min(text_.size(), start_ + 1)), "unterminated raw string");
    }
    at_ = end + close.size();
    no_bare_cr("raw string", false);
    push(kind);
  }

  void suffix_free(TokenKind kind) {
    std::size_t end = at_;
    skip_ident();
    if (at_ != end)
      error(0, span(start_, at_), "suffixes on string literals are invalid");
    push(kind);
  }

  // 'x' or 'label: a character follows the quote and another quote comes after it, or it is a lifetime.
  void quote() {
    if (peek(1) != '\\' && is_ident_start(peek(1))) {
      std::size_t length = 1;
      while (is_ident_part(peek(1 + length)))
        ++length;
      if (peek(1 + length) != '\'') { // 'ab' is a character literal with too much in it
        at_ += 1 + length;
        return push(kLifetime, symbols_.intern(text_.substr(start_, at_ - start_)));
      }
    }
    character(kChar);
  }

  void character(TokenKind kind) {
    ++at_;
    while (at_ < text_.size() && text_[at_] != '\'' && text_[at_] != '\n')
      at_ += text_[at_] == '\\' ? 2 : 1;
    if (at_ == start_ + 1 && peek() == '\'' && peek(1) == '\'')
      ++at_; // ''' : reported by the decoder
    if (at_ >= text_.size() || text_[at_] != '\'') {
      at_ = std::min(at_, text_.size());
      return error(kind == kByte ? 763 : 762, span(start_, start_ + 1),
                   kind == kByte ? "unterminated byte constant" : "unterminated character literal");
    }
    ++at_;
    push(kind);
  }

  void number() {
    bool is_float = false;
    if (peek() == '0' && (peek(1) == 'x' || peek(1) == 'o' || peek(1) == 'b')) {
      at_ += 2;
      while (is_ident_part(peek()))
        ++at_;
      return push(kInt);
    }
    digits();
    if (peek() == '.' && peek(1) != '.' && !is_ident_start(peek(1)) && !after_dot()) {
      is_float = true;
      ++at_;
      digits();
    }
    if ((peek() == 'e' || peek() == 'E') &&
        (is_digit(peek(1)) || ((peek(1) == '+' || peek(1) == '-') && is_digit(peek(2))))) {
      is_float = true;
      at_ += 2;
      digits();
    }
    while (is_ident_part(peek()))
      ++at_; // the suffix
    push(is_float ? kFloat : kInt);
  }
  // In `t.0.1` the second number is a field, not a fraction.
  bool after_dot() const {
    return !tokens_.empty() && tokens_.back().is(kDot) && tokens_.back().span.hi == base_ + start_;
  }
  void digits() {
    while (is_digit(peek()) || peek() == '_')
      ++at_;
  }

  void line_comment() {
    bool inner = peek(2) == '!', outer = peek(2) == '/' && peek(3) != '/';
    skip_line();
    if (inner || outer) {
      no_bare_cr("doc-comment", false);
      push(inner ? kDocInner : kDocOuter);
    }
  }

  void block_comment() {
    bool inner = peek(2) == '!', outer = peek(2) == '*' && peek(3) != '*' && peek(3) != '/';
    int depth = 0;
    do {
      if (peek() == '/' && peek(1) == '*')
        ++depth, at_ += 2;
      else if (peek() == '*' && peek(1) == '/')
        --depth, at_ += 2;
      else
        ++at_;
    } while (depth > 0 && at_ < text_.size());
    if (depth > 0)
      return error(758, span(start_, at_),
                   inner || outer ? "unterminated block doc-comment" : "unterminated block comment");
    if (inner || outer) {
      no_bare_cr("block doc-comment", false);
      push(inner ? kDocInner : kDocOuter);
    }
  }

  void punctuation() {
    unsigned char c = peek();
    if (c < 128)
      for (std::uint8_t kind : kPunctuation.by_first[c]) {
        std::string_view spelling = kind ? kDescriptions[kind] : std::string_view();
        if (kind == 0)
          break;
        if (text_.substr(at_, spelling.size()) == spelling) {
          at_ += spelling.size();
          return push(static_cast<TokenKind>(kind));
        }
      }
    ++at_;
    error(0, span(start_, at_), "unknown start of token: " + std::string(text_.substr(start_, 1)));
  }

  std::string_view text_;
  std::uint32_t base_;
  SymbolInterner& symbols_;
  DiagnosticSink& sink_;
  std::size_t at_ = 0;
  std::size_t start_ = 0;
  std::vector<Token> tokens_;
};

} // namespace

std::string_view describe(TokenKind kind) {
  return kDescriptions[static_cast<int>(kind)];
}

std::vector<Token> lex(const SourceFile& file, SymbolInterner& symbols, DiagnosticSink& sink) {
  return Lexer(file, symbols, sink).run();
}

} // namespace minirc
