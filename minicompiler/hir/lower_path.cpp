// Paths in values and types.
#include "minicompiler/hir/lowerer.h"

namespace minirc {

namespace {

// "std::f64::consts::PI" -> {"f64", "PI"}; empty when it is nothing that minirc knows.
struct StdName {
  std::string_view type;
  std::string_view name;
};

StdName split_std(std::string_view path) {
  if (path.substr(0, 5) != "std::")
    return {};
  path.remove_prefix(5);
  std::size_t end = path.find("::");
  if (end == std::string_view::npos)
    return {};
  StdName result{path.substr(0, end), path.substr(end + 2)};
  if ((result.type == "f32" || result.type == "f64") && result.name.substr(0, 8) == "consts::")
    result.name.remove_prefix(8);
  return result.name.find("::") == std::string_view::npos ? result : StdName{};
}

} // namespace

bool BodyLowerer::find_local(Symbol name, hir::LocalId& local) const {
  for (std::size_t i = scope_.size(); i-- > 0;) {
    const ScopeEntry& entry = scope_[i];
    if (entry.module == kNoModule) {
      if (entry.name == name) {
        local = entry.local;
        return true;
      }
    } else if (lookup_in(cx_.defs, entry.module, name, Namespace::kValue)) {
      return false;
    }
  }
  return false;
}

PathTarget BodyLowerer::resolve(const ast::Path& p, Expected expected) {
  PathContext context{cx_.defs, cx_.symbols, *this, module_, self_type_};
  return resolve_path(context, p, expected);
}

const hir::Expr* BodyLowerer::path(const ast::Path& p, Expected expected) {
  if (p.segments.size() == 1 && !p.global) {
    hir::LocalId local;
    if (find_local(p.segments[0].name, local))
      return local_expr(p.span, local);
  }
  return path_target(p, resolve(p, expected));
}

const hir::TypeExpr* BodyLowerer::prim_type(Known prim, Span span) {
  hir::TypeExpr t;
  t.kind = prim == Known::kStr ? hir::TypeKind::kStr : hir::TypeKind::kPrim;
  t.prim = prim;
  t.span = span;
  return cx_.arena.make<hir::TypeExpr>(t);
}

const hir::TypeExpr* BodyLowerer::adt_type(DefId adt, Span span) {
  hir::TypeExpr t;
  t.kind = hir::TypeKind::kAdt;
  t.adt = adt;
  t.span = span;
  return cx_.arena.make<hir::TypeExpr>(t);
}

void BodyLowerer::check_assoc_visible(const PathTarget& target) {
  const Def& d = cx_.defs.def(target.def);
  if (cx_.defs.is_visible(d.reach, module_))
    return;
  std::string kind = d.kind == DefKind::kFn ? "associated function" : "associated constant";
  Diagnostic e = make_error(Phase::kTypes, 624, target.name_span,
                            kind + " `" + std::string(d.name.str()) + "` is private", "private " + kind);
  e.label(d.head, "private " + kind + " defined here");
  emit(std::move(e));
}

const hir::Expr* BodyLowerer::path_target(const ast::Path& p, const PathTarget& target) {
  if (target.kind == PathKind::kError)
    return error_expr(p.span);
  if (target.kind == PathKind::kStd)
    return std_const(p, target);
  auto* to = node<hir::PathExpr>(p.span);
  to->res = hir::ResKind::kTypeRelative;
  to->type = nullptr;
  to->name = target.name;
  to->def = target.def;
  if (target.kind == PathKind::kPrimAssoc) {
    to->type = prim_type(target.prim, p.span);
    return to;
  }
  if (target.kind == PathKind::kAdtAssocMissing) {
    to->type = adt_type(target.adt, p.span);
    return to;
  }
  if (target.kind == PathKind::kAssoc)
    check_assoc_visible(target);
  const Def& d = cx_.defs.def(target.def);
  switch (d.kind) {
  case DefKind::kFn:
    to->res = hir::ResKind::kFn;
    break;
  case DefKind::kConst:
    to->res = hir::ResKind::kConst;
    break;
  case DefKind::kStatic:
    to->res = hir::ResKind::kStatic;
    break;
  case DefKind::kStruct:
    to->res = d.item->struct_->kind == ast::StructKind::kUnit ? hir::ResKind::kUnitStruct : hir::ResKind::kCtor;
    break;
  default:
    to->res = hir::ResKind::kError;
    break;
  }
  return to;
}

const hir::Expr* BodyLowerer::std_const(const ast::Path& p, const PathTarget& target) {
  StdName name = split_std(target.std_path.str());
  Symbol type = cx_.symbols.intern(name.type.empty() ? "_" : name.type);
  if (!is_primitive(type.known()) || name.name.empty())
    return unsupported(p.span, "`" + std::string(target.std_path.str()) + "`");
  auto* to = node<hir::PathExpr>(p.span);
  to->res = hir::ResKind::kStdConst;
  to->type = prim_type(type.known(), p.span);
  to->name = cx_.symbols.intern(name.name);
  return to;
}

const hir::TypeExpr* BodyLowerer::path_type(const ast::Type* t) {
  PathTarget target = resolve(t->path, Expected::kType);
  if (target.kind == PathKind::kPrim)
    return prim_type(target.prim, t->span);
  if (target.kind == PathKind::kDef)
    return adt_type(target.def, t->span);
  if (target.kind == PathKind::kStd)
    unsupported(t->span, "the type `" + std::string(target.std_path.str()) + "`");
  hir::TypeExpr error;
  error.span = t->span;
  return cx_.arena.make<hir::TypeExpr>(error);
}

const hir::TypeExpr* BodyLowerer::type(const ast::Type* t) {
  using K = ast::TypeKind;
  if (t->kind == K::kPath)
    return path_type(t);
  hir::TypeExpr to;
  to.span = t->span;
  to.is_mut = t->is_mut;
  to.is_unsafe = t->is_unsafe;
  to.is_extern_c = t->is_extern_c;
  constexpr hir::TypeKind kKinds[] = {hir::TypeKind::kError, hir::TypeKind::kRef,   hir::TypeKind::kRawPtr,
                                      hir::TypeKind::kArray, hir::TypeKind::kSlice, hir::TypeKind::kTuple,
                                      hir::TypeKind::kNever, hir::TypeKind::kInfer, hir::TypeKind::kFnPtr,
                                      hir::TypeKind::kError};
  to.kind = kKinds[static_cast<int>(t->kind)];
  if (t->inner)
    to.inner = type(t->inner);
  if (t->length)
    to.length = expr(t->length);
  std::vector<const hir::TypeExpr*> elements;
  for (const ast::Type* element : t->elements)
    elements.push_back(type(element));
  to.elements = cx_.arena.copy(elements);
  if (t->kind == K::kFnPtr && !to.inner) {
    hir::TypeExpr unit;
    unit.kind = hir::TypeKind::kTuple;
    unit.span = t->span;
    to.inner = cx_.arena.make<hir::TypeExpr>(unit);
  }
  return cx_.arena.make<hir::TypeExpr>(to);
}

} // namespace minirc
