#include "minicompiler/parse/load.h"
#include "minicompiler/parse/parser.h"
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <unistd.h>

namespace minirc {
namespace {

namespace fs = std::filesystem;

struct Parsed {
  const ast::File* file;
  VectorSink sink;
  SourceMap map;
  SymbolInterner symbols{{.shards = 1}};
  Arena arena;
};

std::unique_ptr<Parsed> parse(std::string text) {
  auto out = std::make_unique<Parsed>();
  const SourceFile* file = out->map.add("t.rs", std::move(text));
  std::uint64_t tokens = 0;
  out->file = parse_file({*file, out->symbols, out->arena, out->sink}, tokens);
  return out;
}

std::string messages(const Parsed& p) {
  std::string out;
  for (const Diagnostic& d : p.sink.diagnostics)
    out += render(d, p.map, ErrorFormat::kShort);
  return out;
}

// The expression in Lisp form, for precedence tests.
std::string lisp(const Parsed& p, const ast::Expr* e) {
  using K = ast::ExprKind;
  switch (e->kind) {
  case K::kBinary: {
    auto* b = e->cast<ast::BinaryExpr>();
    return "(" + std::string(spelling(b->op)) + " " + lisp(p, b->lhs) + " " + lisp(p, b->rhs) + ")";
  }
  case K::kUnary:
    return "(u " + lisp(p, e->cast<ast::UnaryExpr>()->operand) + ")";
  case K::kCast:
    return "(as " + lisp(p, e->cast<ast::CastExpr>()->operand) + ")";
  case K::kAssign:
    return "(= " + lisp(p, e->cast<ast::AssignExpr>()->lhs) + " " + lisp(p, e->cast<ast::AssignExpr>()->rhs) + ")";
  case K::kRange:
    return "(.. " + lisp(p, e->cast<ast::RangeExpr>()->lo) + " " + lisp(p, e->cast<ast::RangeExpr>()->hi) + ")";
  default:
    return std::string(p.map.text(e->span));
  }
}

std::string parse_expr(const std::string& text) {
  auto p = parse("fn f() { " + text + " }");
  if (!p->sink.diagnostics.empty())
    return messages(*p);
  return lisp(*p, p->file->items[0]->fn->body->tail);
}

TEST(Parser, Precedence) {
  EXPECT_EQ(parse_expr("a + b * c - d"), "(- (+ a (* b c)) d)");
  EXPECT_EQ(parse_expr("a == b && c | d << 1 < e || f"), "(|| (&& (== a b) (< (| c (<< d 1)) e)) f)");
  EXPECT_EQ(parse_expr("-x as u8 * !y"), "(* (as (u x)) (u y))");
  EXPECT_EQ(parse_expr("a = b = c + 1"), "(= a (= b (+ c 1)))");
  EXPECT_EQ(parse_expr("a + 1 .. b * 2"), "(.. (+ a 1) (* b 2))");
}

TEST(Parser, StatementsThatEndInABlockAreNotOperands) {
  auto p = parse("fn f() { if a { 1 } else { 2 } *x = 3; match y { _ => {} } [1]; (a)(b) }");
  EXPECT_EQ(messages(*p), "");
  EXPECT_EQ(p->file->items[0]->fn->body->stmts.size(), 4u);
}

TEST(Parser, StructLiteralsAreNotReadInConditions) {
  EXPECT_EQ(messages(*parse("fn f() { if x == y { } while P { } for i in a { } match s { _ => P { x: 1 } } }")), "");
}

TEST(Parser, OutsideTheSubsetIsNamed) {
  EXPECT_EQ(
      messages(*parse("enum E { A, B }\ntrait T { fn f(); }\nfn ok() {}\n")),
      "t.rs:1:1: error: an enum is not supported by minirc\nt.rs:2:1: error: a trait is not supported by minirc\n");
  EXPECT_NE(messages(*parse("fn f<T>(x: T) {}")).find("a generic parameter is not supported by minirc"),
            std::string::npos);
  EXPECT_NE(messages(*parse("fn f() { let c = |x| x; }")).find("a closure is not supported"), std::string::npos);
}

TEST(Parser, DeepNestingIsAnErrorNotACrash) {
  for (const char* open : {"(", "[", "-", "&", "{", "if true {", "a + (", "f("}) {
    std::string text = "fn f() { ";
    for (int i = 0; i < 100000; ++i)
      text += open;
    EXPECT_NE(messages(*parse(text)).find("not supported by minirc"), std::string::npos) << open;
  }
  std::string sum = "fn f() { 1";
  for (int i = 0; i < 100000; ++i)
    sum += " + 1";
  EXPECT_NE(messages(*parse(sum + " }")).find("not supported by minirc"), std::string::npos);
}

TEST(Parser, FormatStringsAreChecked) {
  EXPECT_EQ(messages(*parse("fn f() { println!(\"{} {0} {x:>5.2} {:#010x} {{}}\", 1, 2); }")), "");
  EXPECT_NE(messages(*parse("fn f() { println!(\"{}\"); }")).find("1 positional argument in format string"),
            std::string::npos);
  EXPECT_NE(messages(*parse("fn f() { println!(\"a\", 1); }")).find("argument never used"), std::string::npos);
}

class LoadTest : public testing::Test {
 protected:
  LoadTest() : dir_(fs::path(testing::TempDir()) / ("minirc_load_" + std::to_string(::getpid()))) {
    fs::create_directories(dir_ / "b");
  }
  ~LoadTest() override { fs::remove_all(dir_); }
  void write(const char* name, const std::string& text) { std::ofstream(dir_ / name, std::ios::binary) << text; }
  Crate load() { return load_crate((dir_ / "main.rs").string(), map_, symbols_); }
  fs::path dir_;
  SourceMap map_;
  SymbolInterner symbols_{{.shards = 1}};
};

TEST_F(LoadTest, ModulesOverFiles) {
  write("main.rs", "\xEF\xBB\xBFmod a;\r\nmod b;\r\nfn main() {}\r\n");
  write("a.rs", "pub fn f() {}\n");
  write("b/mod.rs", "pub mod c;\n");
  write("b/c.rs", "");
  Crate crate = load();
  EXPECT_TRUE(crate.diagnostics.empty());
  EXPECT_EQ(crate.files.size(), 4u);
  EXPECT_EQ(fs::path(map_.file(3).path).filename(), "c.rs");
}

TEST_F(LoadTest, MissingAmbiguousAndUnreadable) {
  write("main.rs", "mod nope;\nmod b;\nmod bad;\n");
  write("b/mod.rs", "");
  write("b.rs", "");
  write("bad.rs", "fn f() {}\n\xFF\n");
  Crate crate = load();
  ASSERT_EQ(crate.diagnostics.size(), 3u);
  EXPECT_EQ(crate.diagnostics[0].code, 583);
  EXPECT_EQ(crate.diagnostics[1].code, 761);
  EXPECT_NE(crate.diagnostics[2].message.find("valid UTF-8"), std::string::npos);
}

} // namespace
} // namespace minirc
