// Expressions: dispatch, literals, places, aggregates.
#include "minicompiler/ty/check.h"
#include <algorithm>

namespace minirc {

using hir::ExprKind;

Ty Checker::check(const hir::Expr* e, Ty hint) {
  Ty type;
  switch (e->kind) {
  case ExprKind::kBlock:
    type = block(e->cast<hir::BlockExpr>(), hint, nullptr);
    break;
  case ExprKind::kIf:
    type = if_expr(e->cast<hir::IfExpr>(), hint, nullptr);
    break;
  case ExprKind::kMatch:
    type = match_expr(e->cast<hir::MatchExpr>(), hint, nullptr);
    break;
  case ExprKind::kLoop:
    type = loop_expr(e->cast<hir::LoopExpr>(), hint, nullptr);
    break;
  default:
    type = check_kind(e, hint);
    break;
  }
  if (type->is(TyKind::kNever))
    diverges_ = true;
  return record(e->id, type);
}

void Checker::check_to(const hir::Expr* e, Ty type) {
  switch (e->kind) {
  case ExprKind::kBlock:
    record(e->id, block(e->cast<hir::BlockExpr>(), type, type));
    return;
  case ExprKind::kIf:
    record(e->id, if_expr(e->cast<hir::IfExpr>(), type, type));
    return;
  case ExprKind::kMatch:
    record(e->id, match_expr(e->cast<hir::MatchExpr>(), type, type));
    return;
  case ExprKind::kLoop:
    if (e->cast<hir::LoopExpr>()->source == hir::LoopSource::kLoop) {
      Ty got = loop_expr(e->cast<hir::LoopExpr>(), type, type);
      record(e->id, got);
      if (got->is(TyKind::kNever)) {
        diverges_ = true;
        coerce(e, got, type);
      }
      return;
    }
    break;
  default:
    break;
  }
  coerce(e, check(e, type), type);
}

Ty Checker::check_kind(const hir::Expr* e, Ty hint) {
  switch (e->kind) {
  case ExprKind::kLiteral:
    return literal(e->cast<hir::LiteralExpr>(), hint);
  case ExprKind::kLocal: {
    Ty type = results_.local_types[e->cast<hir::LocalExpr>()->local];
    return type ? type : types_.error();
  }
  case ExprKind::kPath:
    return path(e->cast<hir::PathExpr>());
  case ExprKind::kUnary:
    return unary(e->cast<hir::UnaryExpr>(), hint);
  case ExprKind::kBinary:
    return binary(e->cast<hir::BinaryExpr>(), hint);
  case ExprKind::kAssign:
    return assign(e->cast<hir::AssignExpr>());
  case ExprKind::kAssignOp:
    return assign_op(e->cast<hir::AssignOpExpr>());
  case ExprKind::kCast:
    return cast(e->cast<hir::CastExpr>());
  case ExprKind::kAddrOf:
    return addr_of(e->cast<hir::AddrOfExpr>(), hint);
  case ExprKind::kField:
    return field(e->cast<hir::FieldExpr>());
  case ExprKind::kIndex:
    return index(e->cast<hir::IndexExpr>());
  case ExprKind::kCall:
    return call(e->cast<hir::CallExpr>(), hint);
  case ExprKind::kMethodCall:
    return method_call(e->cast<hir::MethodCallExpr>(), hint);
  case ExprKind::kStructLit:
    return struct_literal(e->cast<hir::StructLitExpr>());
  case ExprKind::kTuple:
    return tuple(e->cast<hir::TupleExpr>(), hint);
  case ExprKind::kArray:
    return array(e->cast<hir::ArrayExpr>(), hint);
  case ExprKind::kRepeat:
    return repeat(e->cast<hir::RepeatExpr>(), hint);
  case ExprKind::kRange:
    return range(e->cast<hir::RangeExpr>());
  case ExprKind::kFor:
    return for_expr(e->cast<hir::ForExpr>());
  case ExprKind::kBreak:
    return break_expr(e->cast<hir::BreakExpr>());
  case ExprKind::kContinue:
    return types_.never();
  case ExprKind::kReturn:
    return return_expr(e->cast<hir::ReturnExpr>());
  case ExprKind::kFormat:
    format_args(e->cast<hir::FormatExpr>()->pieces, e->cast<hir::FormatExpr>()->args);
    return types_.unit();
  case ExprKind::kPanic:
    format_args(e->cast<hir::PanicExpr>()->pieces, e->cast<hir::PanicExpr>()->args);
    return types_.never();
  case ExprKind::kAssertCmp:
    return assert_cmp(e->cast<hir::AssertCmpExpr>());
  default:
    results_.has_errors = true;
    return types_.error();
  }
}

Ty Checker::literal(const hir::LiteralExpr* e, Ty hint) {
  const Literal& value = e->value;
  switch (value.kind) {
  case LiteralKind::kInt: {
    literals_.push_back({e, false});
    if (value.suffix != Known::kNone)
      return prim(prim_kind(value.suffix));
    Ty wanted = hint ? shallow(hint) : nullptr;
    if (wanted && (wanted->is_int() || wanted->is_infer(InferKind::kInt)))
      return wanted;
    return table_.fresh(InferKind::kInt);
  }
  case LiteralKind::kFloat: {
    literals_.push_back({e, false});
    if (value.suffix != Known::kNone)
      return prim(prim_kind(value.suffix));
    Ty wanted = hint ? shallow(hint) : nullptr;
    if (wanted && (wanted->is_float() || wanted->is_infer(InferKind::kFloat)))
      return wanted;
    return table_.fresh(InferKind::kFloat);
  }
  case LiteralKind::kBool:
    return types_.boolean();
  case LiteralKind::kChar:
    return prim(TyKind::kChar);
  case LiteralKind::kByte:
    return prim(TyKind::kU8);
  case LiteralKind::kStr:
    return types_.ref(prim(TyKind::kStr), false);
  case LiteralKind::kByteStr:
    return types_.ref(types_.array(prim(TyKind::kU8), value.text.size()), false);
  case LiteralKind::kCStr:
    emit(make_unsupported(Phase::kTypes, e->span, "a C string literal"));
    return types_.error();
  }
  return types_.error();
}

void Checker::require_unsafe(Span span, const std::string& what, const std::string& label) {
  if (unsafe_depth_ > 0)
    return;
  Diagnostic d = make_error(Phase::kBody, 133, span, what + " is unsafe and requires unsafe function or block", label);
  emit_late(std::move(d));
}

Ty Checker::deref(const hir::UnaryExpr* e, Ty hint) {
  Ty type = shallow(check(e->operand, nullptr));
  if (type->is(TyKind::kRawPtr))
    require_unsafe(e->span, "dereference of raw pointer", "dereference of raw pointer");
  if (type->is_pointer())
    return type->inner;
  if (!type->is(TyKind::kError))
    error(614, e->span, "type `" + show(type) + "` cannot be dereferenced", "can't be dereferenced");
  return types_.error();
}

Ty Checker::unary(const hir::UnaryExpr* e, Ty hint) {
  if (e->op == UnaryOp::kDeref)
    return deref(e, hint);
  Ty type = shallow(check(e->operand, hint));
  type = deref_operand(e->operand, type);
  const char* op = e->op == UnaryOp::kNeg ? "-" : "!";
  bool fits = type->is(TyKind::kError) || type->is(TyKind::kNever) || type->is_int() || type->is_infer(InferKind::kInt);
  if (e->op == UnaryOp::kNeg) {
    fits = (fits && !type->is_unsigned()) || type->is_float() || type->is_infer(InferKind::kFloat);
    if (!literals_.empty() && literals_.back().expr == e->operand)
      literals_.back().negated = true;
    if (type->is_infer(InferKind::kInt))
      negations_.emplace_back(e->span, type);
  } else {
    fits |= type->is(TyKind::kBool);
  }
  if (fits)
    return type;
  error(600, e->span, std::string("cannot apply unary operator `") + op + "` to type `" + show(type) + "`",
        std::string("cannot apply unary operator `") + op + "`");
  return types_.error();
}

Ty Checker::addr_of(const hir::AddrOfExpr* e, Ty hint) {
  Ty wanted = hint ? shallow(hint) : nullptr;
  Ty inner_hint = wanted && wanted->is_pointer() ? wanted->inner : nullptr;
  Ty inner = check(e->operand, inner_hint);
  return e->is_raw ? types_.raw_ptr(inner, e->is_mut) : types_.ref(inner, e->is_mut);
}

bool Checker::inside_struct_module(const Reach& reach) const {
  return cx_.defs().is_visible(reach, def_.module);
}

Ty Checker::field(const hir::FieldExpr* e) {
  Ty base = check(e->base, nullptr);
  std::vector<Ty> steps = autoderef(base);
  std::string name = "`" + std::string(e->field.str()) + "`";
  for (std::size_t depth = 0; depth < steps.size(); ++depth) {
    Ty type = steps[depth];
    if (type->is(TyKind::kTuple)) {
      for (std::uint32_t i = 0; i < type->elements.size(); ++i)
        if (e->field.str() == std::to_string(i)) {
          adjust_derefs(e->base, steps, depth);
          results_.data[e->id] = i;
          return type->elements[i];
        }
    }
    if (!type->is(TyKind::kAdt))
      continue;
    const StructDef& def = cx_.struct_def(type->def);
    for (std::uint32_t i = 0; i < def.fields.size(); ++i) {
      if (!(def.fields[i].name == e->field))
        continue;
      if (!inside_struct_module(def.fields[i].reach))
        error(616, e->field_span, "field " + name + " of struct `" + show(type) + "` is private", "private field");
      adjust_derefs(e->base, steps, depth);
      results_.data[e->id] = i;
      return def.fields[i].type;
    }
  }
  Ty last = steps.back();
  if (last->is(TyKind::kError))
    return last;
  bool primitive = last->is_int() || last->is_float() || last->is(TyKind::kBool) || last->is(TyKind::kChar) ||
                   last->is_infer(InferKind::kInt) || last->is_infer(InferKind::kFloat);
  if (last->is_infer(InferKind::kAny))
    error(282, e->base->span, "type annotations needed", "cannot infer type");
  else if (primitive)
    error(610, e->field_span, "`" + show(base) + "` is a primitive type and therefore doesn't have fields");
  else if (last->is(TyKind::kAdt) && cx_.defs().assoc_item(last->def, e->field).valid())
    error(615, e->field_span, "attempted to take value of method " + name + " on type `" + show(base) + "`",
          "method, not a field");
  else
    error(609, e->field_span, "no field " + name + " on type `" + show(base) + "`", "unknown field");
  return types_.error();
}

Ty Checker::range(const hir::RangeExpr* e) {
  for (const hir::Expr* end : {e->lo, e->hi})
    if (end)
      check_to(end, usize());
  return types_.range(usize());
}

Ty Checker::index(const hir::IndexExpr* e) {
  Ty base = check(e->base, nullptr);
  std::vector<Ty> steps = autoderef(base);
  Ty at = check(e->index, usize());
  for (std::size_t depth = 0; depth < steps.size(); ++depth) {
    Ty type = steps[depth];
    if (!type->is(TyKind::kArray) && !type->is(TyKind::kSlice))
      continue;
    adjust_derefs(e->base, steps, depth);
    if (at->is(TyKind::kRange))
      return types_.slice(type->inner);
    if (!table_.unify(at, usize())) {
      std::string element = show(type->inner);
      error(277, e->index->span, "the type `[" + element + "]` cannot be indexed by `" + show(at) + "`",
            "slice indices are of type `usize` or ranges of `usize`");
    }
    return type->inner;
  }
  Ty last = steps.back();
  if (last->is(TyKind::kStr))
    at->is(TyKind::kRange) ? emit(make_unsupported(Phase::kTypes, e->span, "slicing a `str`"))
                           : error(277, e->index->span, "the type `str` cannot be indexed by `" + show(at) + "`",
                                   "string indices are ranges of `usize`");
  else if (!last->is(TyKind::kError))
    error(608, e->span, "cannot index into a value of type `" + show(base) + "`");
  results_.has_errors = true;
  return types_.error();
}

Ty Checker::tuple(const hir::TupleExpr* e, Ty hint) {
  Ty wanted = hint ? shallow(hint) : nullptr;
  std::vector<Ty> elements;
  for (std::uint32_t i = 0; i < e->elements.size(); ++i) {
    bool known = wanted && wanted->is(TyKind::kTuple) && wanted->elements.size() == e->elements.size();
    if (known && !shallow(wanted->elements[i])->is(TyKind::kInfer)) {
      check_to(e->elements[i], wanted->elements[i]);
      elements.push_back(wanted->elements[i]);
    } else {
      elements.push_back(check(e->elements[i], known ? wanted->elements[i] : nullptr));
    }
  }
  return elements.empty() ? types_.unit() : types_.tuple(elements);
}

Ty Checker::array(const hir::ArrayExpr* e, Ty hint) {
  Ty wanted = hint ? shallow(hint) : nullptr;
  bool known = wanted && (wanted->is(TyKind::kArray) || wanted->is(TyKind::kSlice));
  Merge merge;
  if (known && !shallow(wanted->inner)->is_infer(InferKind::kAny))
    merge.must = wanted->inner;
  for (const hir::Expr* element : e->elements)
    branch(merge, element, "mismatched types");
  Ty element = e->elements.empty() ? (known ? wanted->inner : table_.fresh()) : merged(merge);
  return types_.array(element, e->elements.size());
}

Ty Checker::repeat(const hir::RepeatExpr* e, Ty hint) {
  Ty wanted = hint ? shallow(hint) : nullptr;
  bool known = wanted && (wanted->is(TyKind::kArray) || wanted->is(TyKind::kSlice)) &&
               !shallow(wanted->inner)->is_infer(InferKind::kAny);
  Ty element = known ? wanted->inner : nullptr;
  if (known)
    check_to(e->value, element);
  else
    element = check(e->value, nullptr);
  std::uint64_t length = 0;
  if (!eval_length(cx_, e->count, length)) {
    results_.has_errors = true;
    return types_.error();
  }
  bool constant = e->value->kind == ExprKind::kPath && e->value->cast<hir::PathExpr>()->res == hir::ResKind::kConst;
  Ty resolved = table_.resolve(element);
  if (length > 1 && !resolved->has_infer && !constant && !resolved->has_error && !is_copy(cx_, resolved))
    error(277, e->value->span, "the trait bound `" + show(resolved) + ": Copy` is not satisfied",
          "the trait `Copy` is not implemented for `" + show(resolved) + "`");
  return types_.array(element, length);
}

Ty Checker::struct_literal(const hir::StructLitExpr* e) {
  const StructDef& def = cx_.struct_def(e->adt);
  Ty type = types_.adt(e->adt);
  std::string name = show(type);
  std::vector<std::uint32_t> indices;
  std::vector<Span> seen(def.fields.size());
  bool unknown = false;
  for (const hir::FieldInit& init : e->fields) {
    auto found =
        std::find_if(def.fields.begin(), def.fields.end(), [&](const FieldInfo& f) { return f.name == init.name; });
    std::string field = "`" + std::string(init.name.str()) + "`";
    if (found == def.fields.end()) {
      error(560, init.span, "struct `" + name + "` has no field named " + field, "unknown field");
      check(init.value, nullptr);
      indices.push_back(0);
      unknown = true;
      continue;
    }
    auto index = static_cast<std::uint32_t>(found - def.fields.begin());
    if (!seen[index].empty())
      error(62, init.span, "field " + field + " specified more than once", "used more than once");
    seen[index] = init.span;
    indices.push_back(index);
    check_to(init.value, found->type);
  }
  results_.data[e->id] = static_cast<std::uint32_t>(results_.field_lists.size());
  results_.field_lists.push_back(std::move(indices));
  if (e->base) {
    check_to(e->base, type);
    return type;
  }
  std::vector<std::string> missing;
  for (std::uint32_t i = 0; i < def.fields.size(); ++i)
    if (seen[i].empty())
      missing.push_back("`" + std::string(def.fields[i].name.str()) + "`");
  if (missing.empty() || unknown)
    return type;
  std::string list;
  for (std::size_t i = 0; i < missing.size(); ++i)
    list += (i == 0 ? "" : i + 1 == missing.size() ? " and " : ", ") + missing[i];
  error(63, e->path_span,
        std::string("missing field") + (missing.size() > 1 ? "s " : " ") + list + " in initializer of `" + name + "`",
        "missing " + list);
  return type;
}

} // namespace minirc
