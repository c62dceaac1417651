// Text to tokens, one file at a time: hand-written, one pass, no look-back. Comments are skipped (nested block comments
// too), doc comments are tokens. Errors go to the sink with rustc's codes (E0758 unterminated block comment, E0765
// unterminated string, E0762 / E0763 characters); after one, lexing goes on where it can. The last token is kEof.
// Thread-safety: pure but for the interner, which is shared. Cost: about 10 ns a token.
#ifndef PARAUDIT_MINICOMPILER_LEX_LEXER_H
#define PARAUDIT_MINICOMPILER_LEX_LEXER_H

#include "minicompiler/lex/token.h"
#include "minicompiler/source/diagnostics.h"
#include "minicompiler/source/source_map.h"
#include <vector>

namespace minirc {

std::vector<Token> lex(const SourceFile& file, SymbolInterner& symbols, DiagnosticSink& sink);

} // namespace minirc

#endif
