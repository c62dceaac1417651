// Coercions: what happens implicitly where a type is wanted.
#include "minicompiler/ty/check.h"

namespace minirc {

void Checker::coerce(const hir::Expr* e, Ty actual, Ty expected, const char* message) {
  if (!try_coerce(e, actual, expected))
    mismatch(e->span, expected, actual, message);
}

bool Checker::try_coerce(const hir::Expr* e, Ty actual, Ty expected) {
  actual = shallow(actual);
  expected = shallow(expected);
  if (actual->is(TyKind::kNever)) {
    if (!expected->is(TyKind::kNever))
      adjust(e, AdjustKind::kNeverToAny, expected);
    return true;
  }
  if (actual->is(TyKind::kRef) || actual->is(TyKind::kRawPtr))
    if (expected->is(TyKind::kRef) || expected->is(TyKind::kRawPtr))
      return coerce_pointer(e, actual, expected);
  if (actual->is(TyKind::kFnDef) && expected->is(TyKind::kFnPtr))
    return coerce_fn(e, actual, expected);
  return table_.unify(actual, expected);
}

bool Checker::coerce_pointer(const hir::Expr* e, Ty actual, Ty expected) {
  // Mutability may only be given up.
  if ((expected->is_mut && !actual->is_mut) || (actual->is(TyKind::kRawPtr) && expected->is(TyKind::kRef)))
    return false;
  Ty from = shallow(actual->inner), to = shallow(expected->inner);
  bool raw = expected->is(TyKind::kRawPtr);
  auto pointer = [&](Ty inner, bool is_mut) { return raw ? types_.raw_ptr(inner, is_mut) : types_.ref(inner, is_mut); };
  if (from->is(TyKind::kArray) && to->is(TyKind::kSlice)) {
    if (!table_.unify(from->inner, to->inner))
      return false;
    if (raw != actual->is(TyKind::kRawPtr) || actual->is_mut != expected->is_mut)
      adjust(e, AdjustKind::kMutToConst, pointer(from, expected->is_mut));
    adjust(e, AdjustKind::kUnsize, expected);
    return true;
  }
  // && T to &T and deeper: dereferences until the targets can be equal.
  std::size_t extra = 0;
  Ty target = from;
  while (actual->is(TyKind::kRef) && target->is(TyKind::kRef) && !to->is(TyKind::kRef) && !to->is(TyKind::kInfer)) {
    target = shallow(target->inner);
    ++extra;
  }
  if (!table_.unify(target, to))
    return false;
  if (extra > 0) {
    Ty step = actual;
    for (std::size_t i = 0; i <= extra; ++i)
      adjust(e, AdjustKind::kDeref, step = shallow(step->inner));
    adjust(e, expected->is_mut ? AdjustKind::kBorrowMut : AdjustKind::kBorrow, types_.ref(to, expected->is_mut));
    if (raw)
      adjust(e, AdjustKind::kMutToConst, expected);
  } else if (actual->kind != expected->kind || actual->is_mut != expected->is_mut) {
    adjust(e, AdjustKind::kMutToConst, expected);
  } else if (actual->is(TyKind::kRef) && actual->is_mut) {
    // A mutable reference that is passed on is borrowed again, not moved.
    adjust(e, AdjustKind::kDeref, to);
    adjust(e, AdjustKind::kBorrowMut, expected);
  }
  return true;
}

bool Checker::coerce_fn(const hir::Expr* e, Ty actual, Ty expected) {
  const Def& def = cx_.defs().def(actual->def);
  Ty pointer;
  if (def.kind == DefKind::kFn) {
    const FnSig& sig = cx_.fn_sig(actual->def);
    bool is_unsafe = sig.is_unsafe || expected->is_unsafe; // a safe function may become an unsafe pointer
    pointer = types_.fn_ptr(sig.params, sig.ret, is_unsafe, sig.is_extern_c);
  } else {
    std::vector<Ty> params;
    for (const FieldInfo& field : cx_.struct_def(actual->def).fields)
      params.push_back(field.type);
    pointer = types_.fn_ptr(params, types_.adt(actual->def), expected->is_unsafe, false);
  }
  if (!table_.unify(pointer, expected))
    return false;
  adjust(e, AdjustKind::kReifyFn, expected);
  return true;
}

} // namespace minirc
