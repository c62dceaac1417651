// Calls of functions, constructors and function pointers.
#include "minicompiler/ty/builtins.h"
#include "minicompiler/ty/check.h"

namespace minirc {

using hir::ExprKind;

void Checker::check_rest(List<const hir::Expr*> args) {
  for (const hir::Expr* arg : args)
    if (!results_.node_types[arg->id])
      check(arg, nullptr);
}

// What C's default promotions would change is an error; so are aggregates, which C passes in ways of its own.
void Checker::variadic_argument(const hir::Expr* arg) {
  Ty type = shallow(check(arg, nullptr));
  const char* promoted = type->is(TyKind::kF32)                                                       ? "c_double"
                         : type->is(TyKind::kU8) || type->is(TyKind::kU16)                            ? "c_uint"
                         : type->is(TyKind::kI8) || type->is(TyKind::kI16) || type->is(TyKind::kBool) ? "c_int"
                                                                                                      : nullptr;
  if (promoted) {
    std::string name = show(type);
    Diagnostic d = make_error(Phase::kTypes, 617, arg->span, "can't pass `" + name + "` to variadic function");
    emit(std::move(d.help(std::string("cast the value to `") + promoted + "`")));
  }
  if (type->is(TyKind::kAdt) || type->is(TyKind::kTuple) || type->is(TyKind::kArray) || type->is(TyKind::kFnDef) ||
      (type->is_pointer() && type->inner->is_unsized()))
    emit(
        make_unsupported(Phase::kTypes, arg->span, "an argument of type `" + show(type) + "` for a variadic function"));
}

// Arguments against parameters; `what` is "function", "method", "struct".
void Checker::arguments(const hir::Expr* call, Span name, List<const hir::Expr*> args, const std::vector<Ty>& params,
                        bool variadic, const char* what, Span declared) {
  std::size_t want = params.size(), got = args.size();
  if (variadic ? got < want : got != want) {
    auto count = [](std::size_t n) { return std::to_string(n) + " argument" + (n == 1 ? "" : "s"); };
    std::string message = std::string("this ") + what + " takes " + (variadic ? "at least " : "") + count(want) +
                          " but " + count(got) + (got == 1 ? " was" : " were") + " supplied";
    Diagnostic d = make_error(Phase::kTypes, variadic ? 60 : 61, name, message);
    if (got < want)
      d.label(call->span,
              want - got == 1 ? "an argument is missing" : std::to_string(want - got) + " arguments are missing");
    else
      d.label(args[static_cast<std::uint32_t>(want)]->span, "unexpected argument");
    if (!declared.empty())
      d.note(std::string(what) + " defined here", declared);
    emit(std::move(d));
    return check_rest(args);
  }
  for (std::uint32_t i = 0; i < got; ++i) {
    if (i < want)
      check_to(args[i], params[i]);
    else
      variadic_argument(args[i]);
  }
}

Ty Checker::call(const hir::CallExpr* e, Ty hint) {
  if (auto* callee = e->callee->dyn_cast<hir::PathExpr>();
      callee && callee->res == hir::ResKind::kTypeRelative && callee->type->kind != hir::TypeKind::kAdt)
    return call_type_relative(e, callee, hint);
  Ty type = shallow(check(e->callee, nullptr));
  if (type->is(TyKind::kFnDef)) {
    const Def& def = cx_.defs().def(type->def);
    if (def.kind == DefKind::kStruct) {
      std::vector<Ty> params;
      for (const FieldInfo& field : cx_.struct_def(type->def).fields)
        params.push_back(field.type);
      arguments(e, e->callee->span, e->args, params, false, "struct", def.span);
      set_callee(e, {CalleeKind::kCtor, Builtin::kNone, type->def});
      return types_.adt(type->def);
    }
    const FnSig& sig = cx_.fn_sig(type->def);
    if (sig.is_unsafe)
      require_unsafe(e->span, "call to unsafe function `" + cx_.defs().def_path(type->def) + "`",
                     "call to unsafe function");
    results_.has_errors |= sig.has_errors;
    arguments(e, e->callee->span, e->args, sig.params, sig.is_variadic, "function", def.span);
    set_callee(e, {CalleeKind::kDef, Builtin::kNone, type->def});
    return sig.ret;
  }
  if (type->is(TyKind::kFnPtr)) {
    if (type->is_unsafe)
      require_unsafe(e->span, "call to unsafe function", "call to unsafe function");
    arguments(e, e->callee->span, e->args, std::vector<Ty>(type->elements.begin(), type->elements.end()), false,
              "function", {});
    set_callee(e, {CalleeKind::kPointer, Builtin::kNone, {}});
    return type->inner;
  }
  if (!type->is(TyKind::kError) && !type->is(TyKind::kNever)) {
    Diagnostic d = make_error(Phase::kTypes, 618, e->callee->span, "expected function, found `" + show(type) + "`");
    emit(std::move(d.label(e->span, "call expression requires function")));
  }
  check_rest(e->args);
  return types_.error();
}

namespace {

// Whether `to: From<from>` holds between primitives.
bool lossless(Ty from, Ty to) {
  unsigned f = from->bits(), t = to->bits();
  bool size_from = from->is(TyKind::kUsize) || from->is(TyKind::kIsize),
       size_to = to->is(TyKind::kUsize) || to->is(TyKind::kIsize);
  if (from == to)
    return true;
  if (from->is(TyKind::kBool))
    return to->is_int();
  if (from->is(TyKind::kChar))
    return to->is(TyKind::kU32) || to->is(TyKind::kU64) || to->is(TyKind::kU128);
  if (to->is(TyKind::kChar))
    return from->is(TyKind::kU8);
  if (from->is_float())
    return to->is(TyKind::kF64);
  if (!from->is_int() || size_from)
    return false;
  if (to->is_float())
    return f <= (to->is(TyKind::kF64) ? 32u : 16u);
  if (size_to)
    return from->is_unsigned() ? f < 16u || (f == 16 && to->is(TyKind::kUsize)) : f <= 16u && to->is(TyKind::kIsize);
  return to->is_int() && f < t && (from->is_unsigned() || to->is_signed());
}

} // namespace

// u64::from(x), f64::from_bits(b), and methods as functions: i32::pow(2, 3).
Ty Checker::call_type_relative(const hir::CallExpr* e, const hir::PathExpr* callee, Ty hint) {
  Ty type = to_type(cx_, callee->type, this);
  record(callee->id, types_.error()); // not a value
  std::string_view name = callee->name.str();
  bool one = e->args.size() == 1;
  if (name == "from" && one) {
    Ty from = shallow(check(e->args[0], nullptr));
    if (from->is_infer(InferKind::kInt))
      table_.unify(from, type->is_int() && type->bits() <= 32 && type->is_signed() ? type : prim(TyKind::kI32));
    if (from->is_infer(InferKind::kFloat))
      table_.unify(from, type->is_float() ? type : prim(TyKind::kF64));
    from = shallow(from);
    if (!from->has_error && !lossless(from, type))
      error(277, e->args[0]->span, "the trait bound `" + show(type) + ": From<" + show(from) + ">` is not satisfied",
            "the trait `From<" + show(from) + ">` is not implemented for `" + show(type) + "`");
    set_callee(e, {CalleeKind::kBuiltin, Builtin::kConvert, {}});
    return type;
  }
  if (name == "from_bits" && type->is_float()) {
    arguments(e, callee->span, e->args, {prim(type->is(TyKind::kF32) ? TyKind::kU32 : TyKind::kU64)}, false, "function",
              {});
    set_callee(e, {CalleeKind::kBuiltin, Builtin::kFFromBits, {}});
    return type;
  }
  const BuiltinInfo* builtin = find_builtin(name, type);
  bool by_value = builtin && builtin->receiver != BuiltinReceiver::kSlice &&
                  builtin->receiver != BuiltinReceiver::kSliceMut && builtin->receiver != BuiltinReceiver::kStr;
  if (!by_value && is_std_method(name)) {
    emit(make_unsupported(Phase::kTypes, callee->span, "`" + show(type) + "::" + std::string(name) + "`"));
    check_rest(e->args);
    return types_.error();
  }
  if (!by_value) {
    error(599, callee->span,
          "no associated function or constant named `" + std::string(name) + "` found for type `" + show(type) +
              "` in the current scope",
          "associated function or constant not found in `" + show(type) + "`");
    check_rest(e->args);
    return types_.error();
  }
  std::vector<Ty> params{type};
  for (char letter : builtin->params)
    params.push_back(builtin_type(letter, type, nullptr));
  arguments(e, callee->span, e->args, params, false, "function", {});
  set_callee(e, {CalleeKind::kBuiltin, builtin->id, {}});
  return builtin_type(builtin->result, type, nullptr);
}

} // namespace minirc
