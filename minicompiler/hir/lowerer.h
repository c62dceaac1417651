// The state of lowering one body, shared by hir/lower_*.cpp; nobody else includes this.
#ifndef PARAUDIT_MINICOMPILER_HIR_LOWERER_H
#define PARAUDIT_MINICOMPILER_HIR_LOWERER_H

#include "minicompiler/hir/lower.h"
#include "minicompiler/resolve/paths.h"
#include <vector>

namespace minirc {

class BodyLowerer final : DiagnosticSink {
 public:
  BodyLowerer(const LowerContext& context, ModuleId module, DefId self_type)
      : cx_(context), module_(module), base_module_(module), self_type_(self_type) {}

  hir::Body owner(DefId id);
  const hir::TypeExpr* type(const ast::Type* type);

 private:
  // A name in scope, or the start of a block with items of its own.
  struct ScopeEntry {
    Symbol name;
    hir::LocalId local = hir::kNone;
    ModuleId module = kNoModule;
  };
  struct Target {
    Symbol label;
    hir::NodeId node;
    bool is_loop;
  };
  struct Bound {
    Symbol name;
    hir::LocalId local;
    bool seen; // in the alternative being lowered
  };
  struct PatternState {
    std::vector<Bound> bound;
    bool is_param = false;
    bool in_alternative = false; // second or later of a | b
  };

  // Reports and remembers that there was an error.
  void emit(Diagnostic diagnostic) override;
  void error(std::uint16_t code, Span span, std::string message, std::string label = "");
  const hir::Expr* unsupported(Span span, std::string_view what);

  template <class Node> Node* node(Span span) {
    Node* made = cx_.arena.make<Node>();
    made->kind = Node::kKind;
    made->id = next_id_++;
    made->span = span;
    return made;
  }
  const hir::Expr* error_expr(Span span) { return node<hir::ErrorExpr>(span); }
  const hir::Expr* unit(Span span);
  const hir::Expr* bool_literal(Span span, bool value);
  const hir::Expr* local_expr(Span span, hir::LocalId local);
  const hir::Expr* usize_literal(Span span, std::uint64_t value);
  const hir::Expr* not_expr(const hir::Expr* operand, Span span);

  // lower_expr.cpp
  void function(const ast::Item& item, hir::Body& body);
  const hir::Expr* expr(const ast::Expr* e);
  const hir::Expr* expr_or_null(const ast::Expr* e) { return e ? expr(e) : nullptr; }
  const hir::Expr* operation(const ast::Expr* e);
  const hir::Expr* aggregate(const ast::Expr* e);
  const hir::Expr* control(const ast::Expr* e);
  List<const hir::Expr*> exprs(List<const ast::Expr*> list);
  const hir::Expr* call(const ast::CallExpr* e);
  const hir::Expr* struct_literal(const ast::StructLitExpr* e);
  const hir::Expr* index(const ast::IndexExpr* e);
  const hir::Block* block(const ast::Block* b);
  const hir::Expr* block_expr(const ast::Block* b, Span span, ast::Ident label = {});
  hir::Stmt let_stmt(const ast::Stmt& s);

  // lower_control.cpp
  const hir::Expr* if_expr(const ast::IfExpr* e);
  const hir::Expr* while_expr(const ast::WhileExpr* e);
  const hir::Expr* loop_expr(const ast::LoopExpr* e);
  const hir::Expr* for_expr(const ast::ForExpr* e);
  bool for_head(const ast::Expr* head, hir::ForExpr& loop, bool& enumerate);
  const hir::Expr* enumerated(const ast::ForExpr* e, hir::ForExpr* loop);
  const hir::Expr* match_expr(const ast::MatchExpr* e);
  const hir::Expr* break_expr(const ast::BreakExpr* e);
  const hir::Expr* continue_expr(const ast::ContinueExpr* e);
  const Target* find_target(ast::Ident label, bool is_continue);

  // lower_macro.cpp
  const hir::Expr* macro(const ast::MacroExpr* e);
  const hir::Expr* print_macro(const ast::MacroExpr* e);
  const hir::Expr* panic_macro(const ast::MacroExpr* e, std::string_view fixed, std::string_view prefix);
  const hir::Expr* debug_only(const hir::Expr* e);
  const hir::Expr* unit_block(const hir::Expr* e);
  const hir::Expr* assert_macro(const ast::MacroExpr* e);
  const hir::Expr* assert_cmp_macro(const ast::MacroExpr* e);
  List<FormatPiece> fixed_message(std::string_view text);

  // lower_path.cpp
  const hir::Expr* path(const ast::Path& p, Expected expected);
  const hir::Expr* path_target(const ast::Path& p, const PathTarget& target);
  const hir::Expr* std_const(const ast::Path& p, const PathTarget& target);
  void check_assoc_visible(const PathTarget& target);
  bool find_local(Symbol name, hir::LocalId& local) const;
  PathTarget resolve(const ast::Path& p, Expected expected);
  const hir::TypeExpr* prim_type(Known prim, Span span);
  const hir::TypeExpr* adt_type(DefId adt, Span span);
  const hir::TypeExpr* path_type(const ast::Type* t);

  // lower_pat.cpp
  const hir::Pat* pattern(const ast::Pat* p, bool is_param = false);
  const hir::Pat* pat(const ast::Pat* p, PatternState& state);
  const hir::Pat* binding_pat(const ast::Pat* p, PatternState& state);
  const hir::Pat* named_pat(const ast::Pat* p, const ast::Path& path);
  const hir::Pat* struct_pat(const ast::Pat* p, PatternState& state);
  const hir::Pat* tuple_struct_pat(const ast::Pat* p, PatternState& state);
  const hir::Pat* or_pat(const ast::Pat* p, PatternState& state);
  const hir::Pat* tuple_pat(const ast::Pat* p, PatternState& state);
  List<const hir::Pat*> pats(List<const ast::Pat*> list, PatternState& state, std::uint32_t& rest_at);
  hir::Pat* make_pat(hir::PatKind kind, Span span);
  hir::LocalId bind(const ast::Pat* p, PatternState& state);
  hir::LocalId new_local(Symbol name, Span span, bool is_mut, bool is_param);

  const LowerContext& cx_;
  ModuleId module_;
  ModuleId base_module_;
  DefId self_type_;
  DefId owner_;
  hir::NodeId next_id_ = 0;
  bool has_errors_ = false;
  std::vector<hir::Local> locals_;
  std::vector<ScopeEntry> scope_;
  std::vector<Target> targets_;
};

} // namespace minirc

#endif
