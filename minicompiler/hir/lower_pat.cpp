// Patterns: which names bind, which are constants.
#include "minicompiler/hir/lowerer.h"
#include <algorithm>

namespace minirc {

hir::Pat* BodyLowerer::make_pat(hir::PatKind kind, Span span) {
  hir::Pat p;
  p.kind = kind;
  p.id = next_id_++;
  p.span = span;
  return cx_.arena.make<hir::Pat>(p);
}

hir::LocalId BodyLowerer::new_local(Symbol name, Span span, bool is_mut, bool is_param) {
  locals_.push_back({name, span, is_mut, is_param});
  return static_cast<hir::LocalId>(locals_.size() - 1);
}

// Lowers a whole pattern and brings its names into scope.
const hir::Pat* BodyLowerer::pattern(const ast::Pat* p, bool is_param) {
  PatternState state;
  state.is_param = is_param;
  const hir::Pat* lowered = pat(p, state);
  for (const Bound& bound : state.bound)
    scope_.push_back({bound.name, bound.local, kNoModule});
  return lowered;
}

const hir::Pat* BodyLowerer::pat(const ast::Pat* p, PatternState& state) {
  using K = ast::PatKind;
  switch (p->kind) {
  case K::kWild:
    return make_pat(hir::PatKind::kWild, p->span);
  case K::kBinding:
    return binding_pat(p, state);
  case K::kLiteral:
  case K::kRange: {
    hir::Pat* to = make_pat(p->kind == K::kRange ? hir::PatKind::kRange : hir::PatKind::kLiteral, p->span);
    to->lo = expr_or_null(p->lo);
    to->hi = expr_or_null(p->hi);
    to->inclusive = p->inclusive;
    if (p->kind == K::kLiteral && to->lo->kind == hir::ExprKind::kPath)
      to->kind = hir::PatKind::kConst;
    return to;
  }
  case K::kPath:
    return named_pat(p, p->path);
  case K::kTuple:
    return tuple_pat(p, state);
  case K::kTupleStruct:
    return tuple_struct_pat(p, state);
  case K::kStruct:
    return struct_pat(p, state);
  case K::kRef: {
    hir::Pat* to = make_pat(hir::PatKind::kRef, p->span);
    to->is_mut = p->is_mut;
    to->sub = pat(p->sub, state);
    return to;
  }
  case K::kOr:
    return or_pat(p, state);
  case K::kRest:
    emit(make_error(Phase::kParse, 0, p->span, "`..` patterns are not allowed here"));
    return make_pat(hir::PatKind::kError, p->span);
  case K::kSlice:
  case K::kError:
    break;
  }
  return make_pat(hir::PatKind::kError, p->span);
}

// x is a new variable, unless it names a constant or a unit struct.
const hir::Pat* BodyLowerer::binding_pat(const ast::Pat* p, PatternState& state) {
  bool plain = !p->is_mut && !p->by_ref && !p->sub;
  const Binding* found = lookup_lexical(cx_.defs, module_, p->name.name, Namespace::kValue);
  if (found && found->def.valid()) {
    const Def& d = cx_.defs.def(found->def);
    bool unit = d.kind == DefKind::kStruct && d.item->struct_->kind == ast::StructKind::kUnit;
    if (plain && (d.kind == DefKind::kConst || unit)) {
      ast::Path path;
      path.span = p->name.span;
      path.segments = List<ast::Ident>(&p->name, 1);
      return named_pat(p, path);
    }
    if (d.kind != DefKind::kFn) {
      std::string kind = describe_def(d);
      std::string places = state.is_param ? "function parameters" : "let bindings";
      error(530, p->span, places + " cannot shadow " + kind + "s", "cannot be named the same as a " + kind);
    }
  }
  hir::Pat* to = make_pat(hir::PatKind::kBinding, p->span);
  to->by_ref = p->by_ref && !p->is_mut;
  to->by_ref_mut = p->by_ref && p->is_mut;
  to->local = bind(p, state);
  if (p->sub)
    to->sub = pat(p->sub, state);
  return to;
}

hir::LocalId BodyLowerer::bind(const ast::Pat* p, PatternState& state) {
  Symbol name = p->name.name;
  auto found = std::find_if(state.bound.begin(), state.bound.end(), [&](const Bound& b) { return b.name == name; });
  if (found == state.bound.end()) {
    hir::LocalId local = new_local(name, p->name.span, p->is_mut && !p->by_ref, state.is_param);
    if (state.in_alternative)
      error(408, p->span, "variable `" + std::string(name.str()) + "` is not bound in all patterns",
            "variable not in all patterns");
    state.bound.push_back({name, local, true});
    return local;
  }
  if (found->seen) {
    std::string text = "identifier `" + std::string(name.str()) + "` is bound more than once in ";
    if (state.is_param)
      error(415, p->name.span, text + "this parameter list", "used as parameter more than once");
    else
      error(416, p->name.span, text + "the same pattern", "used in a pattern more than once");
  }
  found->seen = true;
  return found->local;
}

// Every alternative must bind the same names.
const hir::Pat* BodyLowerer::or_pat(const ast::Pat* p, PatternState& state) {
  hir::Pat* to = make_pat(hir::PatKind::kOr, p->span);
  std::size_t before = state.bound.size();
  std::vector<const hir::Pat*> alternatives;
  for (const ast::Pat* alternative : p->elements) {
    for (std::size_t i = before; i < state.bound.size(); ++i)
      state.bound[i].seen = false;
    bool outer = std::exchange(state.in_alternative, !alternatives.empty() || state.in_alternative);
    alternatives.push_back(pat(alternative, state));
    state.in_alternative = outer;
    for (std::size_t i = before; i < state.bound.size(); ++i)
      if (!state.bound[i].seen)
        error(408, alternative->span,
              "variable `" + std::string(state.bound[i].name.str()) + "` is not bound in all patterns",
              "pattern doesn't bind `" + std::string(state.bound[i].name.str()) + "`");
  }
  to->elements = cx_.arena.copy(alternatives);
  return to;
}

List<const hir::Pat*> BodyLowerer::pats(List<const ast::Pat*> list, PatternState& state, std::uint32_t& rest_at) {
  std::vector<const hir::Pat*> elements;
  for (const ast::Pat* element : list) {
    if (element->kind != ast::PatKind::kRest) {
      elements.push_back(pat(element, state));
    } else if (rest_at == hir::kNone) {
      rest_at = static_cast<std::uint32_t>(elements.size());
    } else {
      emit(make_error(Phase::kParse, 0, element->span, "`..` can only be used once per tuple pattern",
                      "can only be used once per tuple pattern"));
    }
  }
  return cx_.arena.copy(elements);
}

const hir::Pat* BodyLowerer::tuple_pat(const ast::Pat* p, PatternState& state) {
  hir::Pat* to = make_pat(hir::PatKind::kTuple, p->span);
  to->elements = pats(p->elements, state, to->rest_at);
  return to;
}

// A path to a constant or a unit struct.
const hir::Pat* BodyLowerer::named_pat(const ast::Pat* p, const ast::Path& path) {
  PathTarget target = resolve(path, Expected::kUnitPattern);
  if (target.kind == PathKind::kError)
    return make_pat(hir::PatKind::kError, p->span);
  bool is_struct = target.kind == PathKind::kDef && cx_.defs.def(target.def).kind == DefKind::kStruct;
  hir::Pat* to = make_pat(is_struct ? hir::PatKind::kStruct : hir::PatKind::kConst, p->span);
  if (is_struct)
    to->adt = target.def;
  else
    to->lo = path_target(path, target);
  return to;
}

const hir::Pat* BodyLowerer::tuple_struct_pat(const ast::Pat* p, PatternState& state) {
  PathTarget target = resolve(p->path, Expected::kTuplePattern);
  hir::Pat* to = make_pat(target.kind == PathKind::kDef ? hir::PatKind::kStruct : hir::PatKind::kError, p->span);
  std::uint32_t rest_at = hir::kNone;
  List<const hir::Pat*> elements = pats(p->elements, state, rest_at);
  if (target.kind != PathKind::kDef)
    return to;
  to->adt = target.def;
  std::uint32_t count = cx_.defs.def(target.def).item->struct_->fields.size();
  to->has_rest = rest_at != hir::kNone;
  if (elements.size() > count || (!to->has_rest && elements.size() != count)) {
    auto plural = [](std::uint32_t n, const char* what) {
      return std::to_string(n) + " " + what + (n == 1 ? "" : "s");
    };
    emit(make_error(Phase::kTypes, 23, p->span,
                    "this pattern has " + plural(elements.size(), "field") +
                        ", but the corresponding tuple struct has " + plural(count, "field"),
                    "expected " + plural(count, "field") + ", found " + std::to_string(elements.size())));
    return to;
  }
  std::vector<hir::FieldPat> fields;
  for (std::uint32_t i = 0; i < elements.size(); ++i) {
    std::uint32_t field = i < rest_at ? i : i + count - elements.size();
    fields.push_back({cx_.symbols.intern(std::to_string(field)), elements[i]->span, elements[i]});
  }
  to->fields = cx_.arena.copy(fields);
  return to;
}

const hir::Pat* BodyLowerer::struct_pat(const ast::Pat* p, PatternState& state) {
  PathTarget target = resolve(p->path, Expected::kStructLiteral);
  hir::Pat* to = make_pat(target.kind == PathKind::kDef ? hir::PatKind::kStruct : hir::PatKind::kError, p->span);
  to->adt = target.def;
  to->has_rest = p->has_rest;
  std::vector<hir::FieldPat> fields;
  for (const ast::PatField& field : p->fields)
    fields.push_back({field.name.name, field.name.span, pat(field.pat, state)});
  to->fields = cx_.arena.copy(fields);
  return to;
}

} // namespace minirc
