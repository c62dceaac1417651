#include "minicompiler/lex/lexer.h"
#include <gtest/gtest.h>

namespace minirc {
namespace {

struct Lexed {
  std::vector<Token> tokens;
  VectorSink sink;
  SourceMap map;
  SymbolInterner symbols{{.shards = 1}};
};

std::unique_ptr<Lexed> lex_text(std::string text) {
  auto out = std::make_unique<Lexed>();
  const SourceFile* file = out->map.add("t.rs", std::move(text));
  out->tokens = lex(*file, out->symbols, out->sink);
  return out;
}

std::string kinds(const Lexed& lexed) {
  std::string out;
  for (const Token& t : lexed.tokens)
    out +=
        std::string(t.is(TokenKind::kKeyword) || t.is(TokenKind::kIdent) ? lexed.map.text(t.span) : describe(t.kind)) +
        " ";
  return out;
}

TEST(Lexer, PunctuationTakesTheLongestSpelling) {
  EXPECT_EQ(kinds(*lex_text("a<<=b>>c..=d..e::f->g=>h")), "a <<= b >> c ..= d .. e :: f -> g => h end of file ");
}

TEST(Lexer, NumbersRangesAndTupleFields) {
  EXPECT_EQ(kinds(*lex_text("1..2 1.5e-3f32 t.0.1 0xff_u8 2.max(1) 1e5")),
            "integer .. integer float t . integer . integer integer integer . max ( integer ) float end of file ");
}

TEST(Lexer, LifetimesAndCharacters) {
  EXPECT_EQ(kinds(*lex_text("'a: loop 'x' '\\'' b'q' '\xC3\xA9' 'outer")),
            "lifetime : loop character character byte character lifetime end of file ");
}

TEST(Lexer, CommentsNestAndDocCommentsAreKept) {
  EXPECT_EQ(kinds(*lex_text("/* a /* b */ c */ x /// doc\n//// no\n//! in\n/** d */ /***/ y")),
            "x doc comment inner doc comment doc comment y end of file ");
}

TEST(Lexer, RawStringsAndCrLf) {
  EXPECT_EQ(kinds(*lex_text("r#\"a\"b\"# \r\n br\"x\" r#type")), "raw string raw byte string r#type end of file ");
}

TEST(Lexer, UnterminatedThingsHaveCodes) {
  EXPECT_EQ(lex_text("\"abc")->sink.diagnostics.at(0).code, 765);
  EXPECT_EQ(lex_text("/* abc")->sink.diagnostics.at(0).code, 758);
  EXPECT_EQ(lex_text("'\\n + 1")->sink.diagnostics.at(0).code, 762);
  EXPECT_EQ(lex_text("x \xE2\x80\x9C y")->sink.diagnostics.size(), 1u);
}

TEST(Lexer, EveryInputEnds) {
  for (int c = 1; c < 256; ++c) {
    std::string text{static_cast<char>(c), '\\', static_cast<char>(c)};
    EXPECT_TRUE(lex_text(text)->tokens.back().is(TokenKind::kEof));
  }
}

} // namespace
} // namespace minirc
