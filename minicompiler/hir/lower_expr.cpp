// Expressions, blocks and owners.
#include "minicompiler/hir/lowerer.h"

namespace minirc {

void BodyLowerer::emit(Diagnostic diagnostic) {
  has_errors_ |= diagnostic.level == Level::kError;
  cx_.sink.emit(std::move(diagnostic));
}

void BodyLowerer::error(std::uint16_t code, Span span, std::string message, std::string label) {
  emit(make_error(Phase::kResolve, code, span, std::move(message), std::move(label)));
}

const hir::Expr* BodyLowerer::unsupported(Span span, std::string_view what) {
  emit(make_unsupported(Phase::kResolve, span, what));
  return error_expr(span);
}

const hir::Expr* BodyLowerer::unit(Span span) {
  return node<hir::TupleExpr>(span);
}

const hir::Expr* BodyLowerer::bool_literal(Span span, bool value) {
  auto* literal = node<hir::LiteralExpr>(span);
  literal->value.kind = LiteralKind::kBool;
  literal->value.bits = value;
  return literal;
}

const hir::Expr* BodyLowerer::usize_literal(Span span, std::uint64_t value) {
  auto* literal = node<hir::LiteralExpr>(span);
  literal->value.suffix = Known::kUsize;
  literal->value.bits = value;
  return literal;
}

const hir::Expr* BodyLowerer::local_expr(Span span, hir::LocalId local) {
  auto* e = node<hir::LocalExpr>(span);
  e->local = local;
  return e;
}

const hir::Expr* BodyLowerer::not_expr(const hir::Expr* operand, Span span) {
  auto* e = node<hir::UnaryExpr>(span);
  e->op = UnaryOp::kNot;
  e->operand = operand;
  return e;
}

hir::Body BodyLowerer::owner(DefId id) {
  owner_ = id;
  const Def& def = cx_.defs.def(id);
  hir::Body body;
  body.owner = id;
  if (def.item->kind == ast::ItemKind::kFn)
    function(*def.item, body);
  else if (def.item->value)
    body.value = expr(def.item->value);
  body.locals = cx_.arena.copy(locals_);
  body.node_count = next_id_;
  body.has_errors = has_errors_;
  return body;
}

void BodyLowerer::function(const ast::Item& item, hir::Body& body) {
  const ast::FnItem& fn = *item.fn;
  if (!fn.body)
    return;
  std::vector<const hir::Pat*> params;
  PatternState state;
  state.is_param = true;
  if (fn.self_kind != ast::SelfKind::kNone) {
    hir::Pat* self = make_pat(hir::PatKind::kBinding, fn.self_span);
    self->local = new_local(cx_.symbols.known(Known::kKwSelf), fn.self_span, fn.self_mut, true);
    scope_.push_back({cx_.symbols.known(Known::kKwSelf), self->local, kNoModule});
    params.push_back(self);
    if (!cx_.defs.def(owner_).is_assoc)
      emit(make_error(Phase::kParse, 0, fn.self_span, "unexpected `self` parameter in function",
                      "must be the first parameter of an associated function"));
  }
  for (const ast::Param& param : fn.params)
    params.push_back(pat(param.pat, state));
  for (const Bound& bound : state.bound)
    scope_.push_back({bound.name, bound.local, kNoModule});
  body.params = cx_.arena.copy(params);
  body.value = block_expr(fn.body, fn.body->span);
}

List<const hir::Expr*> BodyLowerer::exprs(List<const ast::Expr*> list) {
  std::vector<const hir::Expr*> lowered;
  lowered.reserve(list.size());
  for (const ast::Expr* e : list)
    lowered.push_back(expr(e));
  return cx_.arena.copy(lowered);
}

const hir::Expr* BodyLowerer::expr(const ast::Expr* e) {
  using K = ast::ExprKind;
  switch (e->kind) {
  case K::kLiteral: {
    auto* literal = node<hir::LiteralExpr>(e->span);
    literal->value = e->cast<ast::LiteralExpr>()->value;
    return literal;
  }
  case K::kPath:
    return path(e->cast<ast::PathExpr>()->path, Expected::kValue);
  case K::kParen:
    return expr(e->cast<ast::ParenExpr>()->inner);
  case K::kMacro:
    return macro(e->cast<ast::MacroExpr>());
  case K::kUnary:
  case K::kBinary:
  case K::kAssign:
  case K::kAssignOp:
  case K::kCast:
  case K::kAddrOf:
    return operation(e);
  case K::kBlock:
  case K::kIf:
  case K::kWhile:
  case K::kLoop:
  case K::kFor:
  case K::kMatch:
  case K::kBreak:
  case K::kContinue:
  case K::kReturn:
    return control(e);
  case K::kLet:
    return unsupported(e->span, "`let` in an expression");
  case K::kRange:
    return unsupported(e->span, "a range outside of `for` and slicing");
  case K::kError:
    return error_expr(e->span);
  default:
    return aggregate(e);
  }
}

const hir::Expr* BodyLowerer::operation(const ast::Expr* e) {
  using K = ast::ExprKind;
  switch (e->kind) {
  case K::kUnary: {
    auto* from = e->cast<ast::UnaryExpr>();
    auto* to = node<hir::UnaryExpr>(e->span);
    to->op = from->op;
    to->operand = expr(from->operand);
    return to;
  }
  case K::kBinary: {
    auto* from = e->cast<ast::BinaryExpr>();
    auto* to = node<hir::BinaryExpr>(e->span);
    to->op = from->op;
    to->op_span = from->op_span;
    to->lhs = expr(from->lhs);
    to->rhs = expr(from->rhs);
    return to;
  }
  case K::kAssign: {
    auto* from = e->cast<ast::AssignExpr>();
    if (from->lhs->kind == K::kTuple || from->lhs->kind == K::kArray)
      return unsupported(from->lhs->span, "a destructuring assignment");
    auto* to = node<hir::AssignExpr>(e->span);
    to->op_span = from->op_span;
    to->lhs = expr(from->lhs);
    to->rhs = expr(from->rhs);
    return to;
  }
  case K::kAssignOp: {
    auto* from = e->cast<ast::AssignOpExpr>();
    auto* to = node<hir::AssignOpExpr>(e->span);
    to->op = from->op;
    to->op_span = from->op_span;
    to->lhs = expr(from->lhs);
    to->rhs = expr(from->rhs);
    return to;
  }
  case K::kCast: {
    auto* from = e->cast<ast::CastExpr>();
    auto* to = node<hir::CastExpr>(e->span);
    to->operand = expr(from->operand);
    to->type = type(from->type);
    return to;
  }
  default: {
    auto* from = e->cast<ast::AddrOfExpr>();
    auto* to = node<hir::AddrOfExpr>(e->span);
    to->is_mut = from->is_mut;
    to->is_raw = from->is_raw;
    to->operand = expr(from->operand);
    return to;
  }
  }
}

const hir::Expr* BodyLowerer::aggregate(const ast::Expr* e) {
  using K = ast::ExprKind;
  switch (e->kind) {
  case K::kField: {
    auto* from = e->cast<ast::FieldExpr>();
    auto* to = node<hir::FieldExpr>(e->span);
    to->base = expr(from->base);
    to->field = from->field.name;
    to->field_span = from->field.span;
    return to;
  }
  case K::kIndex:
    return index(e->cast<ast::IndexExpr>());
  case K::kCall:
    return call(e->cast<ast::CallExpr>());
  case K::kMethodCall: {
    auto* from = e->cast<ast::MethodCallExpr>();
    auto* to = node<hir::MethodCallExpr>(e->span);
    to->receiver = expr(from->receiver);
    to->method = from->method.name;
    to->method_span = from->method.span;
    to->args = exprs(from->args);
    return to;
  }
  case K::kStructLit:
    return struct_literal(e->cast<ast::StructLitExpr>());
  case K::kTuple: {
    auto* to = node<hir::TupleExpr>(e->span);
    to->elements = exprs(e->cast<ast::TupleExpr>()->elements);
    return to;
  }
  case K::kArray: {
    auto* to = node<hir::ArrayExpr>(e->span);
    to->elements = exprs(e->cast<ast::ArrayExpr>()->elements);
    return to;
  }
  case K::kRepeat: {
    auto* from = e->cast<ast::RepeatExpr>();
    auto* to = node<hir::RepeatExpr>(e->span);
    to->value = expr(from->value);
    to->count = expr(from->count);
    return to;
  }
  default:
    return error_expr(e->span);
  }
}

const hir::Expr* BodyLowerer::index(const ast::IndexExpr* e) {
  auto* to = node<hir::IndexExpr>(e->span);
  to->base = expr(e->base);
  const ast::Expr* at = e->index;
  while (at->kind == ast::ExprKind::kParen)
    at = at->cast<ast::ParenExpr>()->inner;
  if (at->kind != ast::ExprKind::kRange) {
    to->index = expr(at);
    return to;
  }
  auto* from = at->cast<ast::RangeExpr>();
  auto* range = node<hir::RangeExpr>(at->span);
  range->lo = expr_or_null(from->lo);
  range->hi = expr_or_null(from->hi);
  range->inclusive = from->inclusive;
  to->index = range;
  return to;
}

const hir::Expr* BodyLowerer::call(const ast::CallExpr* e) {
  auto* to = node<hir::CallExpr>(e->span);
  to->callee = e->callee->kind == ast::ExprKind::kPath ? path(e->callee->cast<ast::PathExpr>()->path, Expected::kCall)
                                                       : expr(e->callee);
  to->args = exprs(e->args);
  return to;
}

const hir::Expr* BodyLowerer::struct_literal(const ast::StructLitExpr* e) {
  PathTarget target = resolve(e->path, Expected::kStructLiteral);
  auto* to = node<hir::StructLitExpr>(e->span);
  to->adt = target.def;
  to->path_span = e->path.span;
  std::vector<hir::FieldInit> fields;
  for (const ast::FieldInit& field : e->fields)
    fields.push_back({field.name.name, field.name.span, expr(field.value)});
  to->fields = cx_.arena.copy(fields);
  to->base = expr_or_null(e->base);
  return target.kind == PathKind::kDef ? static_cast<const hir::Expr*>(to) : error_expr(e->span);
}

const hir::Expr* BodyLowerer::control(const ast::Expr* e) {
  using K = ast::ExprKind;
  switch (e->kind) {
  case K::kBlock:
    return block_expr(e->cast<ast::BlockExpr>()->block, e->span, e->cast<ast::BlockExpr>()->label);
  case K::kIf:
    return if_expr(e->cast<ast::IfExpr>());
  case K::kWhile:
    return while_expr(e->cast<ast::WhileExpr>());
  case K::kLoop:
    return loop_expr(e->cast<ast::LoopExpr>());
  case K::kFor:
    return for_expr(e->cast<ast::ForExpr>());
  case K::kMatch:
    return match_expr(e->cast<ast::MatchExpr>());
  case K::kBreak:
    return break_expr(e->cast<ast::BreakExpr>());
  case K::kContinue:
    return continue_expr(e->cast<ast::ContinueExpr>());
  default: {
    auto* to = node<hir::ReturnExpr>(e->span);
    to->value = expr_or_null(e->cast<ast::ReturnExpr>()->value);
    return to;
  }
  }
}

const hir::Expr* BodyLowerer::block_expr(const ast::Block* b, Span span, ast::Ident label) {
  auto* to = node<hir::BlockExpr>(span);
  to->label = label.name;
  if (label.name)
    targets_.push_back({label.name, to->id, false});
  to->block = block(b);
  if (label.name)
    targets_.pop_back();
  return to;
}

hir::Stmt BodyLowerer::let_stmt(const ast::Stmt& s) {
  hir::Stmt to;
  to.kind = hir::StmtKind::kLet;
  to.span = s.span;
  to.type = s.type ? type(s.type) : nullptr;
  to.expr = expr_or_null(s.expr);
  to.pat = pattern(s.pat);
  return to;
}

const hir::Block* BodyLowerer::block(const ast::Block* b) {
  std::size_t outer_scope = scope_.size();
  ModuleId outer_module = module_;
  if (b->has_items) {
    module_ = cx_.defs.block_scopes.at(owner_)[b->scope];
    scope_.push_back({{}, hir::kNone, module_});
  }
  std::vector<hir::Stmt> stmts;
  for (const ast::Stmt& s : b->stmts) {
    if (s.kind == ast::StmtKind::kItem || s.kind == ast::StmtKind::kEmpty)
      continue;
    if (s.kind == ast::StmtKind::kLet) {
      stmts.push_back(let_stmt(s));
      continue;
    }
    hir::Stmt to;
    bool value = s.kind == ast::StmtKind::kExpr && s.expr->kind != ast::ExprKind::kMacro;
    to.kind = value ? hir::StmtKind::kExpr : hir::StmtKind::kSemi;
    to.span = s.span;
    to.expr = expr(s.expr);
    stmts.push_back(to);
  }
  hir::Block result;
  result.span = b->span;
  result.is_unsafe = b->is_unsafe;
  result.stmts = cx_.arena.copy(stmts);
  result.tail = expr_or_null(b->tail);
  scope_.resize(outer_scope);
  module_ = outer_module;
  return cx_.arena.make<hir::Block>(result);
}

hir::Body lower_owner(const LowerContext& context, DefId owner) {
  const Def& def = context.defs.def(owner);
  return BodyLowerer(context, def.module, def.self_type).owner(owner);
}

const hir::TypeExpr* lower_type(const LowerContext& context, ModuleId module, DefId self_type, const ast::Type* type) {
  return BodyLowerer(context, module, self_type).type(type);
}

} // namespace minirc
