// Tokens. A token is its kind, its place and, for names and lifetimes, its symbol; the value of a literal is decoded by
// the parser from the text. Plain values.
#ifndef PARAUDIT_MINICOMPILER_LEX_TOKEN_H
#define PARAUDIT_MINICOMPILER_LEX_TOKEN_H

#include "minicompiler/source/span.h"
#include "minicompiler/source/symbol.h"
#include <cstdint>
#include <string_view>

namespace minirc {

enum class TokenKind : std::uint8_t {
#define MINIRC_TOKEN(id, text) id,
#include "minicompiler/lex/tokens.def"
#undef MINIRC_TOKEN
  kKeyword, // which one: symbol.known()
};

struct Token {
  TokenKind kind = TokenKind::kEof;
  Span span;
  Symbol symbol; // names, keywords, lifetimes ('a with its quote)

  bool is(TokenKind k) const { return kind == k; }
  bool is_keyword(Known k) const { return kind == TokenKind::kKeyword && symbol.is(k); }
};

// As it appears in messages: `;`, `identifier`, ...
std::string_view describe(TokenKind kind);

} // namespace minirc

#endif
