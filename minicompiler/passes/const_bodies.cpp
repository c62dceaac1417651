// What constants, statics and const functions may do, and the evaluation of all constants.
#include "minicompiler/hir/visit.h"
#include "minicompiler/passes/passes.h"

namespace minirc {
namespace {

// Methods of primitive types that are trait methods or not const in std.
bool is_const_builtin(Builtin b) {
  switch (b) {
  case Builtin::kMin:
  case Builtin::kMax:
  case Builtin::kClamp:
  case Builtin::kCloneCopy:
  case Builtin::kConvert:
  case Builtin::kFSqrt:
  case Builtin::kFSin:
  case Builtin::kFCos:
  case Builtin::kFTan:
  case Builtin::kFAtan:
  case Builtin::kFAtan2:
  case Builtin::kFExp:
  case Builtin::kFLn:
  case Builtin::kFLog10:
  case Builtin::kFLog2:
  case Builtin::kFPowi:
  case Builtin::kFPowf:
  case Builtin::kFHypot:
  case Builtin::kFill:
    return false;
  default:
    return true;
  }
}

class ConstCheck final : public hir::Visitor {
 public:
  ConstCheck(TyCtxt& cx, const TypeckResults& types, const char* context) : cx_(cx), types_(types), context_(context) {}
  bool errors() const { return errors_; }

  void expr(const hir::Expr* e) override {
    if (e->kind == hir::ExprKind::kCall || e->kind == hir::ExprKind::kMethodCall)
      call(e);
    if (e->kind == hir::ExprKind::kFormat)
      error(15, e->span, std::string("cannot call non-const function `std::io::_print` in ") + context_ + "s");
    if (e->kind == hir::ExprKind::kFor)
      error(658, e->span, std::string("`for` is not allowed in a `") + context_ + "`");
    children(e);
  }

 private:
  void call(const hir::Expr* e) {
    const Callee& callee = types_.callee(e);
    bool is_const = callee.kind == CalleeKind::kDef
                        ? cx_.fn_sig(callee.def).is_const
                        : callee.kind != CalleeKind::kBuiltin || is_const_builtin(callee.builtin);
    if (is_const)
      return;
    bool method = e->kind == hir::ExprKind::kMethodCall;
    std::string name = callee.kind == CalleeKind::kDef ? " `" + cx_.defs().def_path(callee.def) + "`" : "";
    error(15, e->span,
          std::string("cannot call non-const ") + (method ? "method" : "function") + name + " in " + context_ + "s");
  }

  void error(std::uint16_t code, Span span, std::string message) {
    errors_ = true;
    Diagnostic d = make_error(Phase::kBody, code, span, std::move(message));
    if (code == 15)
      d.note(std::string("calls in ") + context_ +
             "s are limited to constant functions, tuple structs and tuple variants");
    cx_.sink().emit(std::move(d));
  }

  TyCtxt& cx_;
  const TypeckResults& types_;
  const char* context_;
  bool errors_ = false;
};

} // namespace

void check_const_bodies(TyCtxt& cx, ModuleId module) {
  for (DefId id : cx.defs().module(module).all_items) {
    const Def& def = cx.defs().def(id);
    bool is_fn = def.kind == DefKind::kFn;
    bool constant = (def.kind == DefKind::kConst || def.kind == DefKind::kStatic) && def.item->value;
    if (!constant && !(is_fn && def.item->fn->is_const && def.item->fn->body))
      continue;
    const TypeckResults& types = cx.typeck(id);
    if (types.has_errors)
      continue;
    ConstCheck check(cx, types, is_fn ? "constant function" : def.kind == DefKind::kConst ? "constant" : "static");
    check.expr(cx.hir_body(id).value);
    if (constant && !check.errors())
      cx.const_value(id);
  }
}

} // namespace minirc
