// The state of building one body, shared by the build_*.cpp files; internal to mir/. One thread, one body.
//
// Contract of `into(dest, e)`: dest is fresh, nobody reads it while e is evaluated. After a diverging expression
// `current` is a block that nothing reaches; finish() drops such blocks.
#ifndef PARAUDIT_MINICOMPILER_MIR_BUILDER_H
#define PARAUDIT_MINICOMPILER_MIR_BUILDER_H

#include "minicompiler/mir/build.h"
#include "minicompiler/ty/interner.h"
#include <initializer_list>
#include <span>
#include <string_view>

namespace minirc::mir {

class Builder {
 public:
  Builder(TyCtxt& cx, DefId owner, const BuildOptions& options);
  Body build();

 private:
  struct LoopScope {
    hir::NodeId node;
    BlockId break_block;
    BlockId continue_block;
    Place dest;
  };
  // What is being printed where; `depth` is the nesting inside {:#?}.
  struct FormatTarget {
    Sink sink = Sink::kStdout;
    FormatSpec spec{};
    Operand width{}, precision{};
    unsigned depth = 0;
  };

  // build.cpp: blocks, locals, constants, statements
  BlockId new_block();
  void start(BlockId block) { current_ = block; }
  void terminate(const Terminator& terminator);
  void go_to(BlockId target);
  void switch_bool(const Operand& condition, BlockId if_true, BlockId if_false);
  void diverge() { current_ = new_block(); }
  Local new_local(Ty type, Symbol name = {});
  Place place_of(Local local) const { return {local, 0, 0}; }
  Place project(const Place& base, ProjKind kind, std::uint32_t index, Ty type);
  Place deref(const Place& place);
  Place field(const Place& place, std::uint32_t index);
  Ty field_type(Ty type, std::uint32_t index);
  std::uint32_t field_count(Ty type);
  Operand copy(const Place& place) const { return {OperandKind::kCopy, place, 0}; }
  Operand move(const Place& place) const { return {OperandKind::kMove, place, 0}; }
  Operand constant(const Constant& constant);
  Operand scalar(Ty type, u128 bits);
  Operand usize(std::uint64_t value) { return scalar(usize_, value); }
  Operand text(std::string_view text);
  void assign(const Place& place, const Rvalue& value);
  void assign(const Place& place, const Operand& operand);
  Operand value(const Rvalue& rvalue); // into a temporary
  Rvalue binary(BinaryOp op, const Operand& a, const Operand& b, Ty type) const;
  Rvalue cast(CastKind kind, const Operand& a, Ty type) const;
  Rvalue reference(const Place& place, bool is_mut);
  std::uint32_t list(std::span<const Operand> operands);
  void check(const Operand& condition, bool expected, PanicKind panic, Span span);
  void mention(DefId def) { body_.mentioned.push_back(def); }
  void unsupported(Span span, std::string_view what);
  Ty type_of(const Operand& operand) const { return body_.type_of(operand); }
  Body finish();

  // build_expr.cpp
  Operand operand(const hir::Expr* e);
  Operand adjusted_operand(const hir::Expr* e, std::size_t steps);
  Operand raw_operand(const hir::Expr* e);
  std::vector<Operand> operands(std::span<const hir::Expr* const> exprs);
  Operand stable(const Operand& operand); // a copy that later writes do not change
  Place spill(const Operand& operand);    // where it is; a temporary for constants
  void into(const Place& dest, const hir::Expr* e);
  void raw_into(const Place& dest, const hir::Expr* e);
  void borrow(const Place& dest, const hir::AddrOfExpr* e);
  void discard(const hir::Expr* e);
  Operand path_operand(const hir::PathExpr* e);
  Operand def_operand(const ConstValue& value);
  Operand literal(const Literal& literal, Ty type, bool negative);
  void unary(const Place& dest, const hir::UnaryExpr* e);
  void binary_expr(const Place& dest, const hir::BinaryExpr* e);
  Operand arithmetic(BinaryOp op, Operand a, Operand b, Ty type, Span span);
  Operand shift(BinaryOp op, const Operand& a, const Operand& b, Ty type, Span span);
  Operand division(BinaryOp op, const Operand& a, const Operand& b, Ty type, Span span);
  void assign_expr(const hir::AssignExpr* e);
  void assign_op(const hir::AssignOpExpr* e);
  void cast_expr(const Place& dest, const hir::CastExpr* e);
  void struct_literal(const Place& dest, const hir::StructLitExpr* e);
  void elements_into(const Place& dest, List<const hir::Expr*> elements, ProjKind kind);
  void repeat(const Place& dest, const hir::RepeatExpr* e);

  // build_place.cpp
  bool is_place(const hir::Expr* e) const;
  Place place(const hir::Expr* e); // a temporary for values
  Place adjusted_place(const hir::Expr* e, std::size_t steps);
  Place raw_place(const hir::Expr* e);
  Place index_place(const hir::IndexExpr* e);
  Place element_at(const Place& sequence, Local index, const Operand& length, Span span); // checks the index
  Operand length_of(const Place& sequence);
  Operand slice_of(const hir::IndexExpr* e, bool is_mut);
  void check_slice(const Operand& lo, const Operand& hi, bool hi_is_length, const Operand& length, Span span);
  void panic_with(Span span, std::initializer_list<std::string_view> texts, std::initializer_list<Operand> numbers);

  // build_call.cpp, build_builtin.cpp
  void call(const Place& dest, const hir::CallExpr* e);
  void method_call(const Place& dest, const hir::MethodCallExpr* e);
  void emit_call(const Place& dest, DefId def, const Operand& pointer, Ty pointer_type, std::span<const Operand> args,
                 Ty result, Span span);
  void builtin(const Place& dest, Builtin which, std::vector<Operand> args, Span span);
  Operand pure(Builtin which, std::vector<Operand> args, Ty type);
  bool checked_builtin(const Place& dest, Builtin which, const std::vector<Operand>& args, Span span);
  bool sequence_builtin(const Place& dest, Builtin which, const std::vector<Operand>& args, Span span);
  void builtin_pow(const Place& dest, const Operand& base, const Operand& exponent, bool wrapping, Span span);
  void builtin_swap(const std::vector<Operand>& args, Span span);

  // build_control.cpp
  void block(const Place& dest, const hir::Block* block);
  void statement(const hir::Stmt& stmt);
  void let(const hir::Stmt& stmt);
  void branch(const hir::Expr* condition, BlockId if_true, BlockId if_false);
  void if_expr(const Place& dest, const hir::IfExpr* e);
  void loop_expr(const Place& dest, const hir::LoopExpr* e);
  void block_expr(const Place& dest, const hir::BlockExpr* e);
  void match_expr(const Place& dest, const hir::MatchExpr* e);
  void match_arm(const Place& dest, const Place& scrutinee, const hir::MatchArm& arm, BlockId join);
  std::uint32_t match_literals(const Place& dest, const Place& scrutinee, const hir::MatchExpr* e, BlockId join);
  void jump_out(const hir::BreakExpr* e);
  const LoopScope& scope_of(hir::NodeId node) const;

  // build_for.cpp
  void for_expr(const hir::ForExpr* e);
  struct ForRange {
    Operand lo{}, hi{};
    bool inclusive = false, reversed = false, has_step = false, step_after_rev = false, open = false;
    Operand step{}; // usize
  };
  struct ForSequence {
    Place base; // an array or slice
    ForInfo info;
  };
  void simple_range(const hir::ForExpr* e, const ForRange& range, const ForSequence* sequence);
  void general_range(const hir::ForExpr* e, const ForRange& range, const ForSequence* sequence);
  void for_body(const hir::ForExpr* e, const Operand& index, const ForSequence* sequence, BlockId next, BlockId exit);
  Operand sequence_pointer(const Place& place, const ForInfo& info);
  void step_by(const Place& i, BinaryOp op, const Operand& step, Ty type);
  Operand distance(const Operand& from, const Operand& to, Ty type);

  // build_pattern.cpp
  void declare(const hir::Pat* pat);
  void test(const Place& place, const hir::Pat* pat, BlockId fail);
  void test_constant(const Place& place, const hir::Pat* pat, BlockId fail);
  void test_range(const Place& place, const hir::Pat* pat, BlockId fail);
  void test_or(const Place& place, const hir::Pat* pat, BlockId fail);
  void bind(const Place& place, const hir::Pat* pat);
  // Tests cannot fail here, but alternatives bind while they are tested.
  void bind_irrefutable(const Place& place, const hir::Pat* pat);
  Place through_references(Place place, const hir::Pat* pat);
  std::uint32_t tuple_index(const hir::Pat* pat, std::uint32_t i, Ty type);
  Operand pattern_value(const hir::Expr* e, Ty type);

  // build_compare.cpp
  struct Outcomes {
    BlockId less, equal, greater, unordered;
  };
  void branch_order(const Place& a, const Place& b, const Outcomes& to);
  void order_scalars(const Operand& a, const Operand& b, Ty type, const Outcomes& to);
  void order_elements(const Place& a, const Place& b, const Outcomes& to);
  Operand compare(BinaryOp op, const Place& a, const Place& b);

  // build_format.cpp
  void format(Sink sink, List<FormatPiece> pieces, List<const hir::Expr*> args);
  void format_piece(Sink sink, const FormatPiece& piece, std::span<const Place> args);
  void format_place(const FormatTarget& target, const Place& place);
  void format_sequence(const FormatTarget& target, const Place& place);
  void format_fields(const FormatTarget& target, const Place& place);
  void out(Sink sink, std::string_view text);
  void open_list(const FormatTarget& target, std::string_view opening);
  void format_element(const FormatTarget& target, const Place& place, bool first, std::string_view name);
  void close_list(const FormatTarget& target, bool empty, std::string_view closing);
  void indent(Sink sink, unsigned depth);
  Operand count_operand(FormatCount kind, std::uint32_t value, std::span<const Place> args);
  void panic_expr(const hir::PanicExpr* e);
  void assert_cmp(const hir::AssertCmpExpr* e);
  void panic_message(Span span);
  std::string_view keep(std::string_view text) { return cx_.arena().copy_text(text); }

  TyCtxt& cx_;
  const hir::Body& hir_;
  const TypeckResults& types_;
  BuildOptions options_;
  Ty usize_, bool_, unit_, u32_, i32_;
  Body body_;
  BlockId current_ = 0;
  std::vector<Local> locals_; // of HIR locals
  std::vector<LoopScope> loops_;
};

// i32 -> u32 and so on; itself for what is no signed integer.
TyKind unsigned_twin(TyKind kind);

} // namespace minirc::mir

#endif
