// The checks that look at one module's items at a time and need no data flow: loops, attributes, privacy.
#include "minicompiler/hir/visit.h"
#include "minicompiler/passes/passes.h"
#include <algorithm>

namespace minirc {
namespace {

bool has_body(const Def& def) {
  if (def.kind == DefKind::kFn)
    return def.item->fn->body != nullptr;
  return (def.kind == DefKind::kConst || def.kind == DefKind::kStatic) && def.item->value != nullptr;
}

// Calls f(owner) for every body of the module.
template <class F> void for_each_body(TyCtxt& cx, ModuleId module, F f) {
  for (DefId id : cx.defs().module(module).all_items)
    if (has_body(cx.defs().def(id)))
      f(id);
}

class LoopCheck final : public hir::Visitor {
 public:
  explicit LoopCheck(TyCtxt& cx) : cx_(cx) {}

  void expr(const hir::Expr* e) override {
    if (auto* jump = e->dyn_cast<hir::BreakExpr>())
      check_break(jump);
    else if (auto* next = e->dyn_cast<hir::ContinueExpr>(); next && next->target == hir::kNone && !next->has_label)
      cx_.sink().emit(make_error(Phase::kAttributes, 268, e->span, "`continue` outside of a loop",
                                 "cannot `continue` outside of a loop"));
    const char* kind = e->kind == hir::ExprKind::kFor ? "for" : nullptr;
    if (auto* loop = e->dyn_cast<hir::LoopExpr>())
      kind = loop->source == hir::LoopSource::kWhile ? "while" : nullptr;
    if (kind)
      valueless_.push_back({e->id, kind});
    children(e);
    if (kind)
      valueless_.pop_back();
  }

 private:
  void check_break(const hir::BreakExpr* e) {
    if (e->target == hir::kNone && !e->has_label)
      cx_.sink().emit(make_error(Phase::kAttributes, 268, e->span, "`break` outside of a loop or labeled block",
                                 "cannot `break` outside of a loop or labeled block"));
    for (const auto& [node, kind] : valueless_)
      if (node == e->target && e->value)
        cx_.sink().emit(make_error(Phase::kAttributes, 571, e->span,
                                   std::string("`break` with value from a `") + kind + "` loop",
                                   "can only break with a value inside `loop` or breakable block"));
  }

  TyCtxt& cx_;
  std::vector<std::pair<hir::NodeId, const char*>> valueless_; // loops around that yield no value
};

class PrivacyCheck final : public hir::Visitor {
 public:
  PrivacyCheck(TyCtxt& cx, const TypeckResults& types, ModuleId from) : cx_(cx), types_(types), from_(from) {}

  void expr(const hir::Expr* e) override {
    if (auto* literal = e->dyn_cast<hir::StructLitExpr>()) {
      const StructDef& def = cx_.struct_def(literal->adt);
      auto indices = types_.field_indices(e->id);
      for (std::uint32_t i = 0; i < literal->fields.size(); ++i)
        field(literal->adt, def.fields[indices[i]], literal->fields[i].span);
    }
    children(e);
  }

  void pat(const hir::Pat* p) override {
    if (p->kind == hir::PatKind::kStruct) {
      const StructDef& def = cx_.struct_def(p->adt);
      auto indices = types_.field_indices(p->id);
      for (std::uint32_t i = 0; i < p->fields.size(); ++i)
        field(p->adt, def.fields[indices[i]], p->fields[i].span);
    }
    for (const hir::FieldPat& f : p->fields)
      pat(f.pat);
    for (const hir::Pat* element : p->elements)
      pat(element);
    if (p->sub)
      pat(p->sub);
  }

 private:
  void field(DefId adt, const FieldInfo& info, Span span) {
    if (cx_.defs().is_visible(info.reach, from_))
      return;
    cx_.sink().emit(make_error(Phase::kBody, 451, span,
                               "field `" + std::string(info.name.str()) + "` of struct `" +
                                   std::string(cx_.defs().def(adt).name.str()) + "` is private",
                               "private field"));
  }

  TyCtxt& cx_;
  const TypeckResults& types_;
  ModuleId from_;
};

// What attributes may stand on.
enum Place : unsigned { kOnFn = 1, kOnStruct = 2, kOnStatic = 4, kOnAny = 255 };
struct KnownAttribute {
  Known name;
  unsigned places;
  std::uint16_t code;
  const char* where;
};
constexpr KnownAttribute kAttributes[] = {
    {Known::kInline, kOnFn, 518, "function or closure"},
    {Known::kNoMangle, kOnFn | kOnStatic, 0, "function or static"},
    {Known::kRepr, kOnStruct, 517, "struct"},
    {Known::kDerive, kOnStruct, 774, "struct"},
    {Known::kAllow, kOnAny, 0, ""},
    {Known::kWarn, kOnAny, 0, ""},
    {Known::kDeny, kOnAny, 0, ""},
    {Known::kForbid, kOnAny, 0, ""},
    {Known::kExpect, kOnAny, 0, ""},
    {Known::kMustUse, kOnFn | kOnStruct, 0, "function or type"},
    {Known::kCold, kOnFn, 0, "function"},
    {Known::kTrackCaller, kOnFn, 0, "function"},
    {Known::kDeprecated, kOnAny, 0, ""},
    {Known::kDoc, kOnAny, 0, ""},
};

// The language's other attributes.
constexpr std::string_view kUnsupported[] = {"cfg",
                                             "cfg_attr",
                                             "test",
                                             "bench",
                                             "ignore",
                                             "should_panic",
                                             "export_name",
                                             "link_name",
                                             "link",
                                             "link_section",
                                             "used",
                                             "naked",
                                             "path",
                                             "target_feature",
                                             "global_allocator",
                                             "macro_use",
                                             "macro_export",
                                             "non_exhaustive",
                                             "automatically_derived",
                                             "global_asm",
                                             "no_link",
                                             "proc_macro",
                                             "instruction_set",
                                             "panic_handler",
                                             "debugger_visualizer",
                                             "diagnostic"};

void check_attribute(TyCtxt& cx, const Def& def, const ast::Attribute& a) {
  const ast::Ident& last = a.path.segments.back();
  std::string name = "`" + std::string(last.name.str()) + "`";
  const auto* known = std::find_if(std::begin(kAttributes), std::end(kAttributes),
                                   [&](const KnownAttribute& k) { return last.name.is(k.name); });
  if (a.path.segments.size() > 1 ||
      std::find(std::begin(kUnsupported), std::end(kUnsupported), last.name.str()) != std::end(kUnsupported))
    return cx.sink().emit(make_unsupported(Phase::kAttributes, a.span, "the attribute " + name));
  if (known == std::end(kAttributes))
    return cx.sink().emit(make_error(Phase::kParse, 0, last.span, "cannot find attribute " + name + " in this scope"));
  unsigned place = def.kind == DefKind::kFn       ? kOnFn
                   : def.kind == DefKind::kStruct ? kOnStruct
                   : def.kind == DefKind::kStatic ? kOnStatic
                                                  : 128;
  if (!(known->places & place) && known->code != 0)
    return cx.sink().emit(make_error(Phase::kAttributes, known->code, a.span,
                                     name + " attribute should be applied to a " + known->where,
                                     std::string("not a ") + known->where));
  bool repr_ok = !last.name.is(Known::kRepr) ||
                 (a.words.size() == 1 && (a.words[0].name.str() == "C" || a.words[0].name.str() == "Rust"));
  if (!repr_ok)
    cx.sink().emit(make_unsupported(Phase::kAttributes, a.span, "this representation"));
}

} // namespace

void check_loops(TyCtxt& cx, ModuleId module) {
  for_each_body(cx, module, [&](DefId id) {
    const hir::Body& body = cx.hir_body(id);
    if (body.value)
      LoopCheck(cx).expr(body.value);
  });
}

void check_attributes(TyCtxt& cx, ModuleId module) {
  for (DefId id : cx.defs().module(module).all_items) {
    const Def& def = cx.defs().def(id);
    for (const ast::Attribute& a : def.item->attrs)
      if (!a.is_doc)
        check_attribute(cx, def, a);
  }
}

void check_privacy(TyCtxt& cx, ModuleId module) {
  for_each_body(cx, module, [&](DefId id) {
    const TypeckResults& types = cx.typeck(id);
    const hir::Body& body = cx.hir_body(id);
    if (types.has_errors || !body.value)
      return;
    PrivacyCheck check(cx, types, cx.defs().def(id).module);
    for (const hir::Pat* param : body.params)
      check.pat(param);
    check.expr(body.value);
  });
}

} // namespace minirc
