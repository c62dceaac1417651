// Whether declarations make sense by themselves: sizes, derives, main's signature.
#include "minicompiler/passes/passes.h"
#include "minicompiler/ty/collect.h"
#include <algorithm>
#include <functional>

namespace minirc {
namespace {

class WellFormed {
 public:
  explicit WellFormed(TyCtxt& cx) : cx_(cx) {}

  void item(DefId id) {
    const Def& def = cx_.defs().def(id);
    switch (def.kind) {
    case DefKind::kStruct:
      return structure(id, def);
    case DefKind::kFn:
      return function(id, def);
    case DefKind::kConst:
    case DefKind::kStatic: {
      Ty type = cx_.type_of(id);
      sized(type, def.item->type->span);
      if (def.kind == DefKind::kStatic && !def.is_mut && !def.is_foreign && !is_sync(type))
        error(277, def.item->type->span, "`" + show(type) + "` cannot be shared between threads safely",
              "`" + show(type) + "` cannot be shared between threads safely");
      return;
    }
    default:
      return;
    }
  }

 private:
  void error(std::uint16_t code, Span span, std::string message, std::string label = "") {
    cx_.sink().emit(make_error(Phase::kTypes, code, span, std::move(message), std::move(label)));
  }
  std::string show(Ty type) const { return to_string(type, cx_.defs()); }

  void sized(Ty type, Span span) {
    if (type->is_unsized())
      error(277, span, "the size for values of type `" + show(type) + "` cannot be known at compilation time",
            "doesn't have a size known at compile-time");
    if (type->is(TyKind::kArray) || type->is(TyKind::kSlice))
      sized(type->inner, span);
    if (type->is(TyKind::kTuple))
      for (Ty element : type->elements)
        sized(element, span);
  }

  bool is_sync(Ty type) {
    if (type->is(TyKind::kRawPtr))
      return false;
    if (type->is(TyKind::kAdt))
      return std::all_of(cx_.struct_def(type->def).fields.begin(), cx_.struct_def(type->def).fields.end(),
                         [&](const FieldInfo& f) { return is_sync(f.type); });
    if (type->is(TyKind::kTuple))
      return std::all_of(type->elements.begin(), type->elements.end(), [&](Ty t) { return is_sync(t); });
    return !type->inner || type->is(TyKind::kFnPtr) || is_sync(type->inner);
  }

  void function(DefId id, const Def& def) {
    const FnSig& sig = cx_.fn_sig(id);
    const ast::FnItem& fn = *def.item->fn;
    for (std::uint32_t i = 0; i < fn.params.size(); ++i)
      sized(sig.params[i + sig.has_self], fn.params[i].type->span);
    if (fn.ret)
      sized(sig.ret, fn.ret->span);
    if (id == cx_.defs().main_fn)
      main_function(sig, def);
  }

  void main_function(const FnSig& sig, const Def& def) {
    if (!sig.params.empty() || sig.is_unsafe || (sig.is_extern_c && !def.is_foreign))
      error(580, def.head, "`main` function has wrong type",
            !sig.params.empty() ? "incorrect number of function parameters" : "expected safe fn, found unsafe fn");
    else if (!sig.ret->is_unit() && !sig.ret->is(TyKind::kNever) && !sig.ret->has_error)
      error(277, def.item->fn->ret->span, "`main` has invalid return type `" + show(sig.ret) + "`",
            "`main` can only return types that implement `Termination`");
  }

  void structure(DefId id, const Def& def) {
    const StructDef& s = cx_.struct_def(id);
    for (std::size_t i = 0; i < s.fields.size(); ++i)
      sized(s.fields[i].type, def.item->struct_->fields[static_cast<std::uint32_t>(i)].type->span);
    infinite(id, def);
    derives(id, def, s);
  }

  // The structs that a type holds by value.
  static void held(Ty type, const std::function<void(DefId)>& f) {
    if (type->is(TyKind::kAdt))
      f(type->def);
    if (type->is(TyKind::kArray))
      held(type->inner, f);
    if (type->is(TyKind::kTuple))
      for (Ty element : type->elements)
        held(element, f);
  }

  // One report for each cycle, at its first struct.
  void infinite(DefId id, const Def& def) {
    std::vector<DefId> seen, work{id};
    bool cyclic = false;
    while (!work.empty()) {
      DefId at = work.back();
      work.pop_back();
      for (const FieldInfo& field : cx_.struct_def(at).fields)
        held(field.type, [&](DefId next) {
          cyclic |= next == id;
          if (next > id && std::find(seen.begin(), seen.end(), next) == seen.end()) {
            seen.push_back(next);
            work.push_back(next);
          }
        });
    }
    if (!cyclic)
      return;
    std::string name = "`" + std::string(def.name.str()) + "`";
    error(72, def.head, "recursive type " + name + " has infinite size");
  }

  void derives(DefId id, const Def& def, const StructDef& s) {
    std::string name = "`" + std::string(def.name.str()) + "`";
    auto need = [&](std::uint32_t bit, std::uint32_t base, const char* derived, const char* missing) {
      if ((s.derives & bit) && !(s.derives & base))
        error(277, def.span,
              "the trait bound " + name.substr(0, name.size() - 1) + ": " + missing + "` is not satisfied",
              std::string("required by `") + derived + "`");
    };
    need(kDeriveCopy, kDeriveClone, "Copy", "Clone");
    need(kDeriveEq, kDerivePartialEq, "Eq", "PartialEq");
    need(kDerivePartialOrd, kDerivePartialEq, "PartialOrd", "PartialEq");
    need(kDeriveOrd, kDerivePartialOrd, "Ord", "PartialOrd");
    for (const FieldInfo& field : s.fields)
      derived_field(def, s, field);
  }

  void derived_field(const Def& def, const StructDef& s, const FieldInfo& field) {
    if (field.type->has_error)
      return;
    std::string shown = "`" + show(field.type) + "`";
    if ((s.derives & kDeriveCopy) && !is_copy(cx_, field.type))
      error(204, def.span, "the trait `Copy` cannot be implemented for type `" + std::string(def.name.str()) + "`",
            "a field of type " + shown + " does not implement `Copy`");
    struct Rule {
      std::uint32_t bit;
      std::uint16_t code;
      const char* message;
    };
    constexpr Rule kRules[] = {{kDeriveClone, 277, "Clone"},           {kDeriveDebug, 277, "Debug"},
                               {kDerivePartialEq, 369, "PartialEq"},   {kDeriveEq, 277, "Eq"},
                               {kDerivePartialOrd, 369, "PartialOrd"}, {kDeriveOrd, 277, "Ord"}};
    for (const Rule& rule : kRules)
      if ((s.derives & rule.bit) && !has(field.type, rule.bit))
        error(rule.code, field.span,
              rule.code == 369
                  ? "binary operation of `" + std::string(rule.message) + "` cannot be applied to type " + shown
                  : "the trait bound " + shown.substr(0, shown.size() - 1) + ": " + rule.message +
                        "` is not satisfied");
  }

  // Whether a trait that can be derived holds for a type.
  bool has(Ty type, std::uint32_t bit) {
    switch (type->kind) {
    case TyKind::kAdt:
      return (cx_.struct_def(type->def).derives & bit) != 0;
    case TyKind::kF32:
    case TyKind::kF64:
      return bit != kDeriveEq && bit != kDeriveOrd;
    case TyKind::kRef:
      return bit == kDeriveClone ? !type->is_mut : has(type->inner, bit);
    case TyKind::kArray:
    case TyKind::kSlice:
      return has(type->inner, bit);
    case TyKind::kTuple:
      return std::all_of(type->elements.begin(), type->elements.end(), [&](Ty t) { return has(t, bit); });
    default:
      return true;
    }
  }

  TyCtxt& cx_;
};

} // namespace

void check_well_formed(TyCtxt& cx, ModuleId module) {
  for (DefId id : cx.defs().module(module).all_items)
    WellFormed(cx).item(id);
}

} // namespace minirc
