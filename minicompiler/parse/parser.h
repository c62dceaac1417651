// Tokens to syntax tree: recursive descent, one file at a time.
//
// The first syntax error of a file ends its parse (one clear message beats a cascade); whole items outside the subset
// are reported and skipped, so that each is named. Nesting deeper than kMaxDepth is an error, never a stack overflow.
// Pure but for the arena and the interner. Cost: linear.
#ifndef PARAUDIT_MINICOMPILER_PARSE_PARSER_H
#define PARAUDIT_MINICOMPILER_PARSE_PARSER_H

#include "minicompiler/parse/ast.h"
#include "minicompiler/source/arena.h"
#include "minicompiler/source/diagnostics.h"
#include "minicompiler/source/source_map.h"

namespace minirc {

inline constexpr unsigned kMaxDepth = 1000;

struct ParseInput {
  const SourceFile& file;
  SymbolInterner& symbols;
  Arena& arena;
  DiagnosticSink& sink;
};

// Never null; after errors the tree holds what was parsed before them. tokens: how many there were.
const ast::File* parse_file(const ParseInput& input, std::uint64_t& tokens);

} // namespace minirc

#endif
