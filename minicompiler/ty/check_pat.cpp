// Patterns against the type of what they match.
#include "minicompiler/ty/check.h"
#include <algorithm>

namespace minirc {

void Checker::pattern(const hir::Pat* p, Ty type) {
  record(p->id, type);
  switch (p->kind) {
  case hir::PatKind::kWild:
    return;
  case hir::PatKind::kBinding: {
    Ty bound = p->by_ref || p->by_ref_mut ? types_.ref(type, p->by_ref_mut) : type;
    Ty& local = results_.local_types[p->local];
    if (!local)
      local = bound;
    else if (!table_.unify(local, bound)) // another alternative of a | b
      mismatch(p->span, local, bound);
    if (p->sub)
      pattern(p->sub, type);
    return;
  }
  case hir::PatKind::kLiteral:
  case hir::PatKind::kConst:
  case hir::PatKind::kRange:
    for (const hir::Expr* end : {p->lo, p->hi}) {
      if (!end)
        continue;
      Ty found = check(end, type);
      Ty t = shallow(type), f = shallow(found);
      // "x" against &str is one reference each; a literal against &i32 needs & in the pattern.
      if (!table_.unify(t, f))
        mismatch(end->span, t, f);
      else if (p->kind == hir::PatKind::kRange && !shallow(f)->is_int() && !shallow(f)->is_float() &&
               !shallow(f)->is(TyKind::kChar) && !shallow(f)->is(TyKind::kInfer))
        error(29, end->span, "only `char` and numeric types are allowed in range patterns");
    }
    return;
  case hir::PatKind::kTuple:
    return tuple_pattern(p, type);
  case hir::PatKind::kStruct:
    return struct_pattern(p, type);
  case hir::PatKind::kRef: {
    Ty t = shallow(type);
    if (t->is_infer(InferKind::kAny)) {
      t = types_.ref(table_.fresh(), p->is_mut);
      table_.unify(type, t);
    }
    if (t->is(TyKind::kRef) && t->is_mut == p->is_mut)
      return pattern(p->sub, t->inner);
    Ty inner = table_.fresh();
    mismatch(p->span, t, types_.ref(inner, p->is_mut));
    return pattern(p->sub, types_.error());
  }
  case hir::PatKind::kOr:
    for (const hir::Pat* alternative : p->elements)
      pattern(alternative, type);
    return;
  case hir::PatKind::kError:
    results_.has_errors = true;
    return;
  }
}

void Checker::tuple_pattern(const hir::Pat* p, Ty type) {
  Ty t = shallow(type);
  if (t->is(TyKind::kRef)) {
    emit(make_unsupported(Phase::kTypes, p->span, "a tuple pattern against a reference (write `&(..)`)"));
    t = types_.error();
  }
  if (t->is_infer(InferKind::kAny) && p->rest_at == hir::kNone) {
    std::vector<Ty> elements;
    for (std::uint32_t i = 0; i < p->elements.size(); ++i)
      elements.push_back(table_.fresh());
    t = types_.tuple(elements);
    table_.unify(type, t);
  }
  bool tuple = t->is(TyKind::kTuple);
  std::uint32_t count = tuple ? t->elements.size() : 0;
  bool fits = tuple && (p->rest_at == hir::kNone ? count == p->elements.size() : count >= p->elements.size());
  if (!fits && !t->is(TyKind::kError)) {
    std::string want =
        "a tuple with " + std::to_string(p->elements.size()) + " element" + (p->elements.size() == 1 ? "" : "s");
    if (tuple)
      error(308, p->span, "mismatched types",
            "expected a tuple with " + std::to_string(count) + " element" + (count == 1 ? "" : "s") +
                ", found one with " + std::to_string(p->elements.size()) + " element" +
                (p->elements.size() == 1 ? "" : "s"));
    else
      error(308, p->span, "mismatched types", "expected " + sort_of(t) + ", found " + want);
  }
  for (std::uint32_t i = 0; i < p->elements.size(); ++i) {
    std::uint32_t at = p->rest_at != hir::kNone && i >= p->rest_at ? i + count - p->elements.size() : i;
    pattern(p->elements[i], fits ? t->elements[at] : types_.error());
  }
}

void Checker::struct_pattern(const hir::Pat* p, Ty type) {
  Ty adt = types_.adt(p->adt), t = shallow(type);
  if (t->is(TyKind::kRef) && shallow(t->inner) == adt) {
    emit(make_unsupported(Phase::kTypes, p->span, "a struct pattern against a reference (write `&` before it)"));
  } else if (!table_.unify(t, adt)) {
    mismatch(p->span, t, adt);
  }
  const StructDef& def = cx_.struct_def(p->adt);
  std::string name = show(adt);
  std::vector<std::uint32_t> indices;
  std::vector<bool> seen(def.fields.size());
  for (const hir::FieldPat& f : p->fields) {
    auto found = std::find_if(def.fields.begin(), def.fields.end(),
                              [&](const FieldInfo& field) { return field.name == f.name; });
    std::string field = "`" + std::string(f.name.str()) + "`";
    if (found == def.fields.end()) {
      error(26, f.span, "struct `" + name + "` does not have a field named " + field,
            "struct `" + name + "` does not have this field");
      pattern(f.pat, types_.error());
      indices.push_back(0);
      continue;
    }
    auto index = static_cast<std::uint32_t>(found - def.fields.begin());
    if (seen[index])
      error(25, f.span, "field " + field + " bound multiple times in the pattern",
            "multiple uses of " + field + " in pattern");
    seen[index] = true;
    indices.push_back(index);
    pattern(f.pat, found->type);
  }
  results_.data[p->id] = static_cast<std::uint32_t>(results_.field_lists.size());
  results_.field_lists.push_back(std::move(indices));
  std::string missing;
  for (std::uint32_t i = 0; i < def.fields.size(); ++i)
    if (!seen[i])
      missing += (missing.empty() ? "`" : ", `") + std::string(def.fields[i].name.str()) + "`";
  if (!missing.empty() && !p->has_rest && def.kind == ast::StructKind::kNamed)
    error(27, p->span,
          "pattern does not mention field" + std::string(missing.find(',') == std::string::npos ? "" : "s") + " " +
              missing,
          "missing field" + std::string(missing.find(',') == std::string::npos ? "" : "s") + " " + missing);
}

} // namespace minirc
