// The parser's state and its productions, shared by the parse_*.cpp files; nobody else includes this.
#ifndef PARAUDIT_MINICOMPILER_PARSE_PARSER_IMPL_H
#define PARAUDIT_MINICOMPILER_PARSE_PARSER_IMPL_H

#include "minicompiler/lex/lexer.h"
#include "minicompiler/parse/parser.h"
#include <string>
#include <vector>

namespace minirc {

// Ends the parse of a file; caught in parse_file, never leaves this library.
struct ParseFailure {
  Diagnostic diagnostic;
};

class Parser {
 public:
  Parser(const ParseInput& input, std::vector<Token> tokens) : in_(input), tokens_(std::move(tokens)) {}
  const ast::File* file();

 private:
  using TK = TokenKind;

  // Tokens (parse_items.cpp).
  const Token& peek(std::size_t ahead = 0) const { return tokens_[std::min(at_ + ahead, tokens_.size() - 1)]; }
  bool at(TK kind) const { return peek().is(kind); }
  bool at(Known keyword) const { return peek().is_keyword(keyword); }
  const Token& bump() { return tokens_[at_ + 1 < tokens_.size() ? at_++ : at_]; }
  bool eat(TK kind) { return at(kind) && (bump(), true); }
  bool eat(Known keyword) { return at(keyword) && (bump(), true); }
  Span expect(TK kind, const char* where = nullptr);
  void expect(Known keyword, const char* text);
  Span here() const { return peek().span; }
  Span from(Span start) const { return start.to(tokens_[at_ == 0 ? 0 : at_ - 1].span); }
  std::string_view text(Span span) const {
    return std::string_view(in_.file.text).substr(span.lo - in_.file.base, span.hi - span.lo);
  }
  std::string token_text() const;
  [[noreturn]] void fail(Span span, std::string message, std::string label = "", std::uint16_t code = 0);
  [[noreturn]] void fail_expected(const std::string& what);
  int open_delimiters() const;
  [[noreturn]] void fail_expected_after(const std::string& what);
  [[noreturn]] void unsupported(Span span, std::string_view what);
  void report(Diagnostic diagnostic) { in_.sink.emit(std::move(diagnostic)); }
  ast::Ident ident(const char* what = "identifier");
  ast::Ident field_name(); // a name or a number
  template <class T> T* make(T value) { return in_.arena.make<T>(value); }
  template <class Node> const ast::Expr* expr(Node node, Span span) {
    node.kind = Node::kKind;
    node.span = span;
    return in_.arena.make<Node>(node);
  }

  // Guards recursion: one per production that can nest.
  struct Nest {
    explicit Nest(Parser& p) : parser(p) { parser.deepen(); }
    ~Nest() { --parser.depth_; }
    Nest(const Nest&) = delete;
    Parser& parser;
  };
  void deepen();

  // Items (parse_items.cpp).
  std::vector<const ast::Item*> items_until(TK end);
  const ast::Item* item(std::vector<ast::Attribute> attrs);
  bool item_start() const;
  bool item_kind(ast::Item& item);
  void skip_unsupported_item(ast::Item& item, std::string_view what);
  std::vector<ast::Attribute> attributes(bool inner);
  void inert_attributes(); // outer ones, of what is no item
  void require_inert(const std::vector<ast::Attribute>& attrs);
  ast::Attribute attribute();
  ast::Attribute doc_attribute();
  ast::Visibility visibility();
  void fn_item(ast::Item& item);
  bool fn_start() const;
  void fn_params(ast::FnItem& fn);
  bool self_param(ast::FnItem& fn);
  void struct_item(ast::Item& item);
  ast::FieldDef field_def();
  void const_item(ast::Item& item, bool is_static);
  void mod_item(ast::Item& item);
  void use_item(ast::Item& item);
  const ast::UseTree* use_tree();
  void impl_item(ast::Item& item);
  void extern_block(ast::Item& item);
  void generics(bool lifetimes_only);
  void where_clause();
  bool abi(std::string_view& name);

  // Types, paths, patterns (parse_types.cpp).
  const ast::Type* type();
  const ast::Type* fn_ptr_type(Span start);
  const ast::Type* make_type(ast::Type type, Span start);
  ast::Path path(bool in_expr);
  ast::Ident path_segment();
  const ast::Pat* pattern(); // with top-level |
  const ast::Pat* pattern_one();
  const ast::Pat* pattern_path();
  const ast::Pat* pattern_struct(ast::Pat pat);
  const ast::Pat* pattern_binding();
  const ast::Pat* pattern_literal();
  const ast::Expr* pattern_bound();
  std::vector<const ast::Pat*> pattern_list(TK end);
  const ast::Pat* make_pat(ast::Pat pat, Span start);

  // Expressions (parse_expr.cpp, parse_primary.cpp).
  const ast::Expr* expression() { return expression_with(0, true); }
  const ast::Expr* expression_no_struct() { return expression_with(0, false); }
  const ast::Expr* expression_with(int min_precedence, bool allow_struct);
  const ast::Expr* binary_rest(const ast::Expr* lhs, int min_precedence);
  const ast::Expr* binary_step(const ast::Expr* lhs, int precedence);
  const ast::Expr* range_from(const ast::Expr* lo, Span start);
  const ast::Expr* unary();
  const ast::Expr* addr_of(Span start);
  const ast::Expr* postfix(const ast::Expr* base);
  const ast::Expr* postfix_dot(const ast::Expr* base);
  const ast::Expr* primary();
  const ast::Expr* keyword_primary();
  const ast::Expr* literal_expr();
  const ast::Expr* path_or_struct();
  const ast::Expr* struct_literal(ast::Path path);
  const ast::Expr* paren_or_tuple();
  const ast::Expr* array();
  const ast::Expr* if_expr();
  const ast::Expr* condition();
  const ast::Expr* match_expr();
  const ast::Expr* labelled();
  const ast::Expr* loop_like(ast::Ident label);
  const ast::Expr* jump();
  bool expr_start() const;
  std::vector<const ast::Expr*> expr_list(TK end);

  // Blocks (parse_expr.cpp).
  const ast::Block* block(bool is_unsafe = false);
  bool statement(std::vector<ast::Stmt>& stmts, const ast::Expr*& tail, bool& has_items);
  ast::Stmt let_stmt();
  static bool ends_statement(const ast::Expr* e);

  // Macros (parse_macro.cpp).
  const ast::Expr* macro_call(ast::Ident name);
  void format_arguments(ast::MacroExpr& macro);

  const ParseInput& in_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  unsigned depth_ = 0;
  bool allow_struct_ = true;
  std::vector<const ast::Block*>* item_blocks_ = nullptr; // of the function being parsed

  friend class FormatParser;
};

// Decodes a literal token. Errors are thrown as ParseFailure.
Literal decode_literal(const Token& token, std::string_view text, Arena& arena);
bool is_literal(TokenKind kind);

} // namespace minirc

#endif
