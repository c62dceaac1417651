// One body from start to end: parameters, value, then what had to wait until types were known.
#include "minicompiler/ty/typeck.h"
#include "minicompiler/ty/check.h"
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>

namespace minirc {

Checker::Checker(TyCtxt& cx, DefId owner)
    : cx_(cx), owner_(owner), def_(cx.defs().def(owner)), body_(cx.hir_body(owner)), types_(cx.types()),
      table_(cx.types()) {
  results_.owner = owner;
  results_.has_errors = body_.has_errors;
  results_.node_types.resize(body_.node_count, nullptr);
  results_.local_types.resize(body_.locals.size(), nullptr);
  results_.data.resize(body_.node_count, 0);
  results_.adjust_index.resize(body_.node_count, 0);
  results_.callees.resize(1);
}

TypeckResults Checker::run() {
  if (def_.kind == DefKind::kFn) {
    const FnSig& sig = cx_.fn_sig(owner_);
    results_.has_errors |= sig.has_errors;
    in_fn_ = true;
    return_type_ = sig.ret;
    unsafe_depth_ = def_.item->fn->is_unsafe;
    for (std::uint32_t i = 0; i < body_.params.size() && i < sig.params.size(); ++i)
      pattern(body_.params[i], sig.params[i]);
    if (body_.value)
      check_to(body_.value, sig.ret);
  } else if (body_.value) {
    check_to(body_.value, cx_.type_of(owner_));
  }
  finish_casts();
  finish_formats();
  finish_literals();
  write_back();
  if (!results_.has_errors)
    for (Diagnostic& d : late_)
      emit(std::move(d));
  return std::move(results_);
}

void Checker::emit(Diagnostic d) {
  results_.has_errors |= d.level == Level::kError;
  cx_.sink().emit(std::move(d));
}

void Checker::error(std::uint16_t code, Span span, std::string message, std::string label) {
  emit(make_error(Phase::kTypes, code, span, std::move(message), std::move(label)));
}

void Checker::emit_late(Diagnostic d) {
  late_.push_back(std::move(d));
}

std::string Checker::show(Ty type) {
  return to_string(table_.resolve(type), cx_.defs());
}

std::string Checker::sort_of(Ty type) {
  type = table_.resolve(type);
  if (type->is_infer(InferKind::kInt))
    return "integer";
  if (type->is_infer(InferKind::kFloat))
    return "floating-point number";
  if (type->is(TyKind::kFnDef))
    return "fn item";
  if (type->is(TyKind::kFnPtr))
    return "fn pointer";
  return "`" + show(type) + "`";
}

void Checker::mismatch(Span span, Ty expected, Ty found, const char* message) {
  expected = table_.resolve(expected);
  found = table_.resolve(found);
  if (expected->has_error || found->has_error) {
    results_.has_errors = true;
    return;
  }
  if (expected->is(TyKind::kFnDef) && found->is(TyKind::kFnDef))
    return emit(make_unsupported(Phase::kTypes, span, "joining two functions without a declared type of pointer"));
  std::string label = "expected " + sort_of(expected) + ", found " + sort_of(found);
  if (expected->is(TyKind::kArray) && found->is(TyKind::kArray) && expected->length != found->length)
    label = "expected an array with a size of " + std::to_string(expected->length) + ", found one with a size of " +
            std::to_string(found->length);
  if (expected->is(TyKind::kRef) && found->is(TyKind::kRef) && expected->is_mut && !found->is_mut)
    label = "types differ in mutability";
  Diagnostic d = make_error(Phase::kTypes, 308, span, message, label);
  if (!expected->has_infer && !found->has_infer && (expected->inner || found->inner))
    d.note("expected " + sort_of(expected) + "\n              found " + sort_of(found));
  emit(std::move(d));
}

void Checker::adjust(const hir::Expr* e, AdjustKind kind, Ty type) {
  std::uint32_t& at = results_.adjust_index[e->id];
  if (at == 0) {
    results_.adjust_lists.emplace_back();
    at = static_cast<std::uint32_t>(results_.adjust_lists.size());
  }
  results_.adjust_lists[at - 1].push_back({kind, type});
}

void Checker::set_callee(const hir::Expr* e, Callee callee) {
  results_.data[e->id] = static_cast<std::uint32_t>(results_.callees.size());
  results_.callees.push_back(callee);
}

void Checker::finish_casts() {
  for (const PendingCast& cast : casts_)
    finish_cast(cast);
}

void Checker::finish_formats() {
  constexpr const char* kTraits[] = {"Display", "Debug",  "LowerHex", "UpperHex",
                                     "Octal",   "Binary", "LowerExp", "UpperExp"};
  for (const PendingFormat& f : formats_) {
    Ty type = table_.resolve(f.type);
    if (type->has_error || formats(f.trait, type))
      continue;
    std::string trait = kTraits[static_cast<int>(f.trait)], shown = show(type);
    if (f.trait == FormatTrait::kDebug || f.trait == FormatTrait::kDisplay) {
      Diagnostic d =
          make_error(Phase::kTypes, 277, f.span, "`" + shown + "` doesn't implement `" + trait + "`",
                     f.trait == FormatTrait::kDebug ? "`" + shown + "` cannot be formatted using `{:?}`"
                                                    : "`" + shown + "` cannot be formatted with the default formatter");
      if (f.trait == FormatTrait::kDebug && type->is(TyKind::kAdt))
        d.help("consider annotating `" + shown + "` with `#[derive(Debug)]`");
      emit(std::move(d));
    } else {
      error(277, f.span, "the trait bound `" + shown + ": " + trait + "` is not satisfied",
            "the trait `" + trait + "` is not implemented for `" + shown + "`");
    }
  }
}

// Literals too large for their type: rustc's overflowing_literals, deny by default.
void Checker::finish_literals() {
  for (const auto& [span, type] : negations_) {
    Ty t = table_.resolve(type);
    if (t->is_unsigned())
      error(600, span, "cannot apply unary operator `-` to type `" + show(t) + "`", "cannot apply unary operator `-`");
  }
  for (const PendingLiteral& p : literals_) {
    Ty type = table_.resolve(results_.node_types[p.expr->id]);
    if (p.expr->value.kind == LiteralKind::kFloat) {
      if (type->is(TyKind::kF32) ? std::isinf(std::strtof(std::string(p.expr->value.text).c_str(), nullptr))
                                 : std::isinf(std::strtod(std::string(p.expr->value.text).c_str(), nullptr)))
        out_of_range(p.expr->span, type->is(TyKind::kF32) ? type : prim(TyKind::kF64));
      continue;
    }
    if (type->is_infer(InferKind::kInt))
      type = prim(TyKind::kI32);
    if (!type->is_int())
      continue;
    unsigned bits = type->bits();
    u128 limit = type->is_signed() ? (u128{1} << (bits - 1)) - (p.negated ? 0 : 1)
                 : bits == 128     ? ~u128{0}
                                   : (u128{1} << bits) - 1;
    // A hexadecimal or binary literal that fits the width is an error too, with a hint in rustc.
    if (p.expr->value.bits <= limit)
      continue;
    out_of_range(p.expr->span, type);
  }
}

void Checker::out_of_range(Span span, Ty type) {
  Diagnostic d = make_error(Phase::kLint, 0, span, "literal out of range for `" + show(type) + "`");
  d.note("`#[deny(overflowing_literals)]` on by default");
  emit_late(std::move(d));
}

void Checker::write_back() {
  Ty unit = types_.unit();
  bool unresolved = false, reported = results_.has_errors;
  for (std::uint32_t i = 0; i < body_.locals.size(); ++i) {
    Ty& type = results_.local_types[i];
    if (!type)
      continue;
    unresolved = false;
    if (type->has_infer)
      type = table_.resolve_final(type, unit, unresolved);
    if (unresolved && !reported && body_.locals[i].name.known() != Known::kUnderscore) {
      Span span = body_.locals[i].span;
      error(282, span, "type annotations needed", "cannot infer type");
      reported = true;
    }
  }
  unresolved = false;
  for (Ty& type : results_.node_types)
    if (type && type->has_infer)
      type = table_.resolve_final(type, unit, unresolved);
  for (auto& list : results_.adjust_lists)
    for (Adjustment& a : list)
      a.type = table_.resolve_final(a.type, unit, unresolved);
  for (ForInfo& info : results_.for_infos) {
    info.item = table_.resolve_final(info.item, unit, unresolved);
    info.element = info.element ? table_.resolve_final(info.element, unit, unresolved) : nullptr;
  }
}

TypeckResults typeck_body(TyCtxt& cx, DefId owner) {
  return Checker(cx, owner).run();
}

} // namespace minirc
