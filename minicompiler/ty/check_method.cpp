// Method calls: inherent methods of structs, and the std methods of primitive types that builtins.def lists.
#include "minicompiler/ty/builtins.h"
#include "minicompiler/ty/check.h"

namespace minirc {

// The type itself, then what it dereferences to, one reference at a time.
std::vector<Ty> Checker::autoderef(Ty type) {
  std::vector<Ty> steps{shallow(type)};
  while (steps.back()->is(TyKind::kRef))
    steps.push_back(shallow(steps.back()->inner));
  return steps;
}

void Checker::adjust_derefs(const hir::Expr* e, const std::vector<Ty>& steps, std::size_t count) {
  for (std::size_t i = 1; i <= count; ++i)
    adjust(e, AdjustKind::kDeref, steps[i]);
}

Ty Checker::builtin_type(char letter, Ty self, Ty element) {
  auto twin = [&](bool is_signed) {
    if (self->is_signed() == is_signed)
      return self;
    int offset = static_cast<int>(TyKind::kU8) - static_cast<int>(TyKind::kI8);
    return prim(static_cast<TyKind>(static_cast<int>(self->kind) + (is_signed ? -offset : offset)));
  };
  switch (letter) {
  case 's':
    return self;
  case 'u':
    return prim(TyKind::kU32);
  case 'i':
    return prim(TyKind::kI32);
  case 'b':
    return types_.boolean();
  case 'z':
    return usize();
  case 'y':
    return prim(TyKind::kU8);
  case 'c':
    return prim(TyKind::kChar);
  case 'U':
    return twin(false);
  case 'I':
    return twin(true);
  case 'o':
    return types_.tuple({self, types_.boolean()});
  case 'B':
    return prim(self->is(TyKind::kF32) ? TyKind::kU32 : TyKind::kU64);
  case 'e':
    return element;
  case 'p':
    return types_.raw_ptr(element, false);
  case 'P':
    return types_.raw_ptr(element, true);
  case 'q':
    return types_.raw_ptr(prim(TyKind::kU8), false);
  case '8':
    return types_.ref(types_.slice(prim(TyKind::kU8)), false);
  default:
    return types_.unit();
  }
}

bool Checker::is_clone(Ty type) {
  switch (type->kind) {
  case TyKind::kAdt:
    return (cx_.struct_def(type->def).derives & kDeriveClone) != 0;
  case TyKind::kArray:
    return is_clone(shallow(type->inner));
  case TyKind::kTuple:
    for (Ty element : type->elements)
      if (!is_clone(shallow(element)))
        return false;
    return true;
  case TyKind::kRef:
    return !type->is_mut;
  case TyKind::kStr:
  case TyKind::kSlice:
  case TyKind::kError:
    return false;
  default:
    return true;
  }
}

// x.clone(): of the value behind references if that can be cloned, as auto-deref finds it.
bool Checker::clone_method(const hir::MethodCallExpr* e, Ty type, const std::vector<Ty>& steps, Ty& result) {
  if (!e->method.is(Known::kCloneMethod) || !e->args.empty())
    return false;
  std::size_t depth = steps.size() - 1;
  if (!is_clone(type)) {
    if (depth == 0 || steps[depth - 1]->is_mut)
      return false;
    --depth; // a reference to something that cannot be cloned: the reference is copied
  }
  adjust_derefs(e->receiver, steps, depth);
  set_callee(e, {CalleeKind::kBuiltin, Builtin::kCloneCopy, {}});
  result = steps[depth];
  return true;
}

bool Checker::builtin_method(const hir::MethodCallExpr* e, Ty type, const std::vector<Ty>& steps, Ty& result) {
  const BuiltinInfo* builtin = find_builtin(e->method.str(), type);
  // Methods of `Ord`, unlike inherent ones, are found before the integer's type is.
  if (!builtin && type->is_infer(InferKind::kInt) &&
      (e->method.str() == "max" || e->method.str() == "min" || e->method.str() == "clamp"))
    builtin = find_builtin(e->method.str(), prim(TyKind::kI32));
  if (!builtin)
    return false;
  std::size_t depth = steps.size() - 1;
  adjust_derefs(e->receiver, steps, depth);
  bool by_ref = builtin->receiver == BuiltinReceiver::kSlice || builtin->receiver == BuiltinReceiver::kSliceMut ||
                builtin->receiver == BuiltinReceiver::kStr;
  if (by_ref) {
    bool is_mut = builtin->receiver == BuiltinReceiver::kSliceMut;
    adjust(e->receiver, is_mut ? AdjustKind::kBorrowMut : AdjustKind::kBorrow, types_.ref(type, is_mut));
    if (type->is(TyKind::kArray))
      adjust(e->receiver, AdjustKind::kUnsize, types_.ref(types_.slice(type->inner), is_mut));
  }
  Ty element = type->inner ? type->inner : nullptr;
  std::vector<Ty> params;
  for (char letter : builtin->params)
    params.push_back(builtin_type(letter, type, element));
  arguments(e, e->method_span, e->args, params, false, "method", {});
  set_callee(e, {CalleeKind::kBuiltin, builtin->id, {}});
  result = builtin_type(builtin->result, type, element);
  return true;
}

bool Checker::adt_method(const hir::MethodCallExpr* e, Ty adt, const std::vector<Ty>& steps, Ty& result) {
  DefId method = cx_.defs().assoc_item(adt->def, e->method);
  if (!method.valid() || cx_.defs().def(method).kind != DefKind::kFn)
    return false;
  const FnSig& sig = cx_.fn_sig(method);
  const Def& def = cx_.defs().def(method);
  if (!sig.has_self) {
    error(599, e->method_span,
          "no method named `" + std::string(e->method.str()) + "` found for struct `" + show(adt) +
              "` in the current scope",
          "this is an associated function, not a method");
    check_rest(e->args);
    result = types_.error();
    return true;
  }
  if (!inside_struct_module(def.reach)) {
    Diagnostic d = make_error(Phase::kTypes, 624, e->method_span,
                              "method `" + std::string(e->method.str()) + "` is private", "private method");
    emit(std::move(d.label(def.head, "private method defined here")));
  }
  std::size_t depth = steps.size() - 1;
  adjust_derefs(e->receiver, steps, depth);
  Ty self = sig.params[0];
  if (self->is(TyKind::kRef))
    adjust(e->receiver, self->is_mut ? AdjustKind::kBorrowMut : AdjustKind::kBorrow, self);
  if (sig.is_unsafe)
    require_unsafe(e->span, "call to unsafe function `" + cx_.defs().def_path(method) + "`", "call to unsafe function");
  arguments(e, e->method_span, e->args, std::vector<Ty>(sig.params.begin() + 1, sig.params.end()), false, "method",
            def.span);
  results_.has_errors |= sig.has_errors;
  set_callee(e, {CalleeKind::kDef, Builtin::kNone, method});
  result = sig.ret;
  return true;
}

void Checker::no_method(const hir::MethodCallExpr* e, Ty type) {
  std::string name = "`" + std::string(e->method.str()) + "`";
  if (type->is(TyKind::kError))
    return;
  bool ambiguous = (type->is_infer(InferKind::kInt) && find_builtin(e->method.str(), prim(TyKind::kI32))) ||
                   (type->is_infer(InferKind::kFloat) && find_builtin(e->method.str(), prim(TyKind::kF64)));
  if (ambiguous)
    return error(689, e->method_span, "can't call method " + name + " on ambiguous numeric type `" + show(type) + "`");
  if (type->is_infer(InferKind::kAny))
    return error(282, e->receiver->span, "type annotations needed", "cannot infer type");
  if (type->is(TyKind::kAdt))
    for (const FieldInfo& field : cx_.struct_def(type->def).fields)
      if (field.name == e->method)
        return error(599, e->method_span,
                     "no method named " + name + " found for struct `" + show(type) + "` in the current scope",
                     "field, not a method");
  if (!type->is(TyKind::kAdt) && is_std_method(e->method.str()))
    return emit(make_unsupported(Phase::kTypes, e->method_span, "the method " + name + " of `" + show(type) + "`"));
  std::string kind = type->is(TyKind::kAdt)     ? "struct"
                     : type->is(TyKind::kArray) ? "array"
                     : type->is(TyKind::kRef)   ? "reference"
                                                : "type";
  error(599, e->method_span,
        "no method named " + name + " found for " + kind + " `" + show(type) + "` in the current scope",
        (type->is(TyKind::kAdt) ? "method not found in `" : "method not found in `") + show(type) + "`");
}

Ty Checker::method_call(const hir::MethodCallExpr* e, Ty hint) {
  Ty receiver = check(e->receiver, nullptr);
  std::vector<Ty> steps = autoderef(receiver);
  Ty type = steps.back(), result = types_.error();
  if (type->is(TyKind::kAdt) && adt_method(e, type, steps, result))
    return result;
  if (clone_method(e, type, steps, result))
    return result;
  if (!type->is(TyKind::kAdt) && builtin_method(e, type, steps, result))
    return result;
  no_method(e, type);
  check_rest(e->args);
  return types_.error();
}

} // namespace minirc
