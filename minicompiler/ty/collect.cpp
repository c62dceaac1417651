#include "minicompiler/ty/collect.h"
#include "minicompiler/hir/lower.h"
#include "minicompiler/ty/interner.h"

namespace minirc {
namespace {

// Passes on what it is given and counts errors.
class CountingSink final : public DiagnosticSink {
 public:
  explicit CountingSink(TyCtxt& cx) : cx_(cx) {}
  void emit(Diagnostic d) override {
    errors_ |= d.level == Level::kError;
    cx_.sink().emit(std::move(d));
  }
  bool errors() const { return errors_; }

 private:
  TyCtxt& cx_;
  bool errors_ = false;
};

Ty declared(TyCtxt& cx, const Def& def, const ast::Type* type, bool& errors) {
  CountingSink sink(cx);
  const hir::TypeExpr* lowered =
      lower_type({cx.defs(), cx.symbols(), cx.arena(), sink}, def.module, def.self_type, type);
  Ty result = to_type(cx, lowered, nullptr);
  errors |= sink.errors() || result->has_error;
  return result;
}

// What C passes in ways of its own.
bool is_aggregate(Ty type) {
  return type->is(TyKind::kAdt) || type->is(TyKind::kArray) || (type->is(TyKind::kTuple) && !type->is_unit());
}

void check_extern_c(TyCtxt& cx, Ty type, Span span) {
  if (is_aggregate(type))
    cx.sink().emit(make_unsupported(Phase::kTypes, span,
                                    "`" + to_string(type, cx.defs()) +
                                        "` by value in the signature of an `extern \"C\"` function"));
}

// References in `type` that name no lifetime: E0106 where none may be left out.
void find_elided(const ast::Type* type, std::vector<Span>& spans) {
  if (type->kind == ast::TypeKind::kRef && !type->has_lifetime)
    spans.push_back({type->span.lo, type->span.lo + 1});
  if (type->kind == ast::TypeKind::kFnPtr)
    return;
  if (type->inner)
    find_elided(type->inner, spans);
  for (const ast::Type* element : type->elements)
    find_elided(element, spans);
}

std::size_t count_refs(const ast::Type* type) {
  std::size_t count = type->kind == ast::TypeKind::kRef;
  if (type->kind == ast::TypeKind::kFnPtr)
    return 0;
  if (type->inner)
    count += count_refs(type->inner);
  for (const ast::Type* element : type->elements)
    count += count_refs(element);
  return count;
}

Diagnostic missing_lifetime(Span span) {
  return make_error(Phase::kResolve, 106, span, "missing lifetime specifier", "expected named lifetime parameter");
}

void check_return_lifetimes(TyCtxt& cx, const ast::FnItem& fn) {
  if (!fn.ret || fn.self_kind == ast::SelfKind::kRef || fn.self_kind == ast::SelfKind::kRefMut)
    return;
  std::vector<Span> elided;
  find_elided(fn.ret, elided);
  std::size_t inputs = 0;
  for (const ast::Param& param : fn.params)
    inputs += count_refs(param.type);
  if (inputs == 1)
    return;
  for (Span span : elided) {
    Diagnostic d = missing_lifetime(span);
    d.help(
        inputs == 0
            ? "this function's return type contains a borrowed value, but there is no value for it to be borrowed from"
            : "this function's return type contains a borrowed value, but the signature does not say from which "
              "parameter it is borrowed");
    cx.sink().emit(std::move(d));
  }
}

std::uint32_t derive_bit(TyCtxt& cx, const ast::Ident& name) {
  switch (name.name.known()) {
  case Known::kCopy:
    return kDeriveCopy;
  case Known::kClone:
    return kDeriveClone;
  case Known::kDebug:
    return kDeriveDebug;
  case Known::kPartialEq:
    return kDerivePartialEq;
  case Known::kEq:
    return kDeriveEq;
  case Known::kPartialOrd:
    return kDerivePartialOrd;
  case Known::kOrd:
    return kDeriveOrd;
  case Known::kHash:
    return kDeriveHash;
  case Known::kDefault:
    return kDeriveDefault;
  default:
    cx.sink().emit(make_error(Phase::kParse, 0, name.span,
                              "cannot find derive macro `" + std::string(name.name.str()) + "` in this scope"));
    return 0;
  }
}

Ty array_type(TyCtxt& cx, const hir::TypeExpr* type, TypeMaker* infer) {
  Ty element = to_type(cx, type->inner, infer);
  std::uint64_t length = 0;
  if (!eval_length(cx, type->length, length))
    return cx.types().error();
  return cx.types().array(element, length);
}

} // namespace

Ty to_type(TyCtxt& cx, const hir::TypeExpr* type, TypeMaker* infer) {
  TypeInterner& types = cx.types();
  switch (type->kind) {
  case hir::TypeKind::kPrim:
    return types.prim(prim_kind(type->prim));
  case hir::TypeKind::kStr:
    return types.prim(TyKind::kStr);
  case hir::TypeKind::kAdt:
    return types.adt(type->adt);
  case hir::TypeKind::kRef:
    return types.ref(to_type(cx, type->inner, infer), type->is_mut);
  case hir::TypeKind::kRawPtr:
    return types.raw_ptr(to_type(cx, type->inner, infer), type->is_mut);
  case hir::TypeKind::kArray:
    return array_type(cx, type, infer);
  case hir::TypeKind::kSlice:
    return types.slice(to_type(cx, type->inner, infer));
  case hir::TypeKind::kNever:
    return types.never();
  case hir::TypeKind::kInfer:
    if (infer)
      return infer->fresh();
    cx.sink().emit(make_error(Phase::kTypes, 121, type->span,
                              "the placeholder `_` is not allowed within types on item signatures",
                              "not allowed in type signatures"));
    return types.error();
  case hir::TypeKind::kTuple:
  case hir::TypeKind::kFnPtr: {
    std::vector<Ty> elements;
    for (const hir::TypeExpr* element : type->elements)
      elements.push_back(to_type(cx, element, infer));
    if (type->kind == hir::TypeKind::kTuple)
      return types.tuple(elements);
    Ty ret = to_type(cx, type->inner, infer);
    if (type->is_extern_c) {
      for (std::uint32_t i = 0; i < elements.size(); ++i)
        check_extern_c(cx, elements[i], type->elements[i]->span);
      check_extern_c(cx, ret, type->inner->span);
    }
    return types.fn_ptr(elements, ret, type->is_unsafe, type->is_extern_c);
  }
  case hir::TypeKind::kError:
    break;
  }
  return types.error();
}

FnSig fn_sig_of(TyCtxt& cx, DefId id) {
  const Def& def = cx.defs().def(id);
  const ast::FnItem& fn = *def.item->fn;
  TypeInterner& types = cx.types();
  FnSig sig;
  sig.is_unsafe = fn.is_unsafe || (def.is_foreign && !def.item->safe_foreign);
  sig.is_extern_c = fn.is_extern_c || def.is_foreign;
  sig.is_const = fn.is_const;
  sig.is_variadic = fn.is_variadic;
  sig.has_self = fn.self_kind != ast::SelfKind::kNone;
  if (sig.has_self) {
    Ty self = def.self_type.valid() ? types.adt(def.self_type) : types.error();
    sig.params.push_back(
        fn.self_kind == ast::SelfKind::kValue ? self : types.ref(self, fn.self_kind == ast::SelfKind::kRefMut));
  }
  for (const ast::Param& param : fn.params)
    sig.params.push_back(declared(cx, def, param.type, sig.has_errors));
  sig.ret = fn.ret ? declared(cx, def, fn.ret, sig.has_errors) : types.unit();
  if (fn.is_variadic && !def.is_foreign)
    cx.sink().emit(make_unsupported(Phase::kTypes, def.head, "a variadic function outside an extern block"));
  check_return_lifetimes(cx, fn);
  if (sig.is_extern_c) {
    for (std::uint32_t i = 0; i < sig.params.size(); ++i)
      check_extern_c(cx, sig.params[i], i < sig.has_self ? fn.self_span : fn.params[i - sig.has_self].type->span);
    if (fn.ret)
      check_extern_c(cx, sig.ret, fn.ret->span);
  }
  return sig;
}

StructDef struct_def_of(TyCtxt& cx, DefId adt) {
  const Def& def = cx.defs().def(adt);
  const ast::StructItem& item = *def.item->struct_;
  StructDef result;
  result.kind = item.kind;
  Def scope = def;
  scope.self_type = adt;
  ModuleId here = cx.defs().module(def.module).nearest_mod;
  for (const ast::FieldDef& field : item.fields) {
    FieldInfo info;
    info.name = field.name.name;
    info.span = field.name.span;
    info.type = declared(cx, scope, field.type, result.has_errors);
    info.reach = field_reach(cx.defs(), field.vis, here);
    for (const FieldInfo& other : result.fields)
      if (other.name == info.name) {
        std::string name = "`" + std::string(info.name.str()) + "`";
        Diagnostic d = make_error(Phase::kResolve, 124, field.name.span, "field " + name + " is already declared",
                                  "field already declared");
        cx.sink().emit(std::move(d.label(other.span, name + " first declared here")));
      }
    result.fields.push_back(info);
    std::vector<Span> elided;
    find_elided(field.type, elided);
    for (Span span : elided)
      cx.sink().emit(missing_lifetime(span));
  }
  for (const ast::Attribute& a : def.item->attrs) {
    if (a.is_doc || a.path.segments.size() != 1)
      continue;
    if (a.path.segments[0].name.is(Known::kDerive))
      for (const ast::Ident& word : a.words)
        result.derives |= derive_bit(cx, word);
    if (a.path.segments[0].name.is(Known::kRepr))
      result.repr_c |= a.words.size() == 1 && a.words[0].name.str() == "C";
  }
  return result;
}

Reach field_reach(const CrateDefs& defs, const ast::Visibility& vis, ModuleId module) {
  ModuleId parent = defs.module(module).parent;
  switch (vis.kind) {
  case ast::VisKind::kPublic:
    return {true, 0};
  case ast::VisKind::kCrate:
  case ast::VisKind::kInPath: // reported where the item's own visibility is resolved; the widest private reading
    return {false, 0};
  case ast::VisKind::kSuper:
    return {false, parent == kNoModule ? 0 : defs.module(parent).nearest_mod};
  default:
    return {false, module};
  }
}

Ty declared_type_of(TyCtxt& cx, DefId id) {
  const Def& def = cx.defs().def(id);
  bool errors = false;
  return declared(cx, def, def.item->type, errors);
}

bool is_copy(TyCtxt& cx, Ty type) {
  switch (type->kind) {
  case TyKind::kRef:
    return !type->is_mut;
  case TyKind::kArray:
    return is_copy(cx, type->inner);
  case TyKind::kTuple:
    for (Ty element : type->elements)
      if (!is_copy(cx, element))
        return false;
    return true;
  case TyKind::kAdt:
    return (cx.struct_def(type->def).derives & kDeriveCopy) != 0;
  case TyKind::kStr:
  case TyKind::kSlice:
    return false;
  default:
    return true;
  }
}

} // namespace minirc
