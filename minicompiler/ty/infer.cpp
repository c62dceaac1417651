#include "minicompiler/ty/infer.h"

namespace minirc {

Ty InferenceTable::fresh(InferKind kind) {
  variables_.push_back({kind});
  return types_.infer(kind, static_cast<std::uint32_t>(variables_.size() - 1));
}

Ty InferenceTable::shallow(Ty type) {
  while (type->is(TyKind::kInfer)) {
    Ty value = variables_[type->infer_index].value;
    if (!value)
      return type;
    if (value->is(TyKind::kInfer) && variables_[value->infer_index].value)
      variables_[type->infer_index].value = variables_[value->infer_index].value;
    type = value;
  }
  return type;
}

template <class Leaf> Ty InferenceTable::rebuild(Ty type, Leaf leaf) {
  if (!type->has_infer)
    return type;
  type = shallow(type);
  std::vector<Ty> elements;
  for (Ty element : type->elements)
    elements.push_back(rebuild(element, leaf));
  switch (type->kind) {
  case TyKind::kInfer:
    return leaf(type);
  case TyKind::kTuple:
    return types_.tuple(elements);
  case TyKind::kArray:
    return types_.array(rebuild(type->inner, leaf), type->length);
  case TyKind::kSlice:
    return types_.slice(rebuild(type->inner, leaf));
  case TyKind::kRef:
    return types_.ref(rebuild(type->inner, leaf), type->is_mut);
  case TyKind::kRawPtr:
    return types_.raw_ptr(rebuild(type->inner, leaf), type->is_mut);
  case TyKind::kFnPtr:
    return types_.fn_ptr(elements, rebuild(type->inner, leaf), type->is_unsafe, type->is_extern_c);
  case TyKind::kRange:
    return types_.range(rebuild(type->inner, leaf));
  default:
    return type;
  }
}

Ty InferenceTable::resolve(Ty type) {
  return rebuild(type, [](Ty variable) { return variable; });
}

Ty InferenceTable::resolve_final(Ty type, Ty fallback, bool& unresolved) {
  return rebuild(type, [&](Ty variable) {
    if (variable->infer == InferKind::kInt)
      return types_.prim(TyKind::kI32);
    if (variable->infer == InferKind::kFloat)
      return types_.prim(TyKind::kF64);
    unresolved = true;
    return fallback;
  });
}

bool InferenceTable::occurs(std::uint32_t index, Ty type) {
  if (!type->has_infer)
    return false;
  type = shallow(type);
  if (type->is(TyKind::kInfer))
    return type->infer_index == index;
  for (Ty element : type->elements)
    if (occurs(index, element))
      return true;
  return type->inner && occurs(index, type->inner);
}

bool InferenceTable::bind(Ty variable, Ty value) {
  Variable& slot = variables_[variable->infer_index];
  bool other_variable = value->is(TyKind::kInfer);
  bool fits = slot.kind == InferKind::kAny || value->is(TyKind::kError) ||
              (other_variable                 ? value->infer == slot.kind
               : slot.kind == InferKind::kInt ? value->is_int()
                                              : value->is_float());
  if (!fits || occurs(variable->infer_index, value))
    return false;
  slot.value = value;
  return true;
}

bool InferenceTable::unify(Ty a, Ty b) {
  a = shallow(a);
  b = shallow(b);
  if (a == b || a->is(TyKind::kError) || b->is(TyKind::kError))
    return true;
  // The more general variable is bound to the other.
  if (a->is(TyKind::kInfer) && (a->infer == InferKind::kAny || !b->is_infer(InferKind::kAny)))
    return bind(a, b);
  if (b->is(TyKind::kInfer))
    return bind(b, a);
  return unify_structure(a, b);
}

bool InferenceTable::unify_structure(Ty a, Ty b) {
  if (a->kind != b->kind || a->is_mut != b->is_mut || a->is_unsafe != b->is_unsafe ||
      a->is_extern_c != b->is_extern_c || !(a->def == b->def) || a->length != b->length ||
      a->elements.size() != b->elements.size())
    return false;
  for (std::uint32_t i = 0; i < a->elements.size(); ++i)
    if (!unify(a->elements[i], b->elements[i]))
      return false;
  return !a->inner || unify(a->inner, b->inner);
}

} // namespace minirc
