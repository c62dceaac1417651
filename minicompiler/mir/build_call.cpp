// Calls of functions, constructors, function pointers.
#include "minicompiler/mir/builder.h"

namespace minirc::mir {

void Builder::call(const Place& dest, const hir::CallExpr* e) {
  const Callee& callee = types_.callee(e);
  std::span<const hir::Expr* const> args(e->args.begin(), e->args.size());
  switch (callee.kind) {
  case CalleeKind::kDef:
    return emit_call(dest, callee.def, {}, nullptr, operands(args), types_.type_of(e), e->span);
  case CalleeKind::kCtor:
    for (std::uint32_t i = 0; i < args.size(); i++)
      into(field(dest, i), args[i]);
    return;
  case CalleeKind::kPointer: {
    Operand pointer = stable(operand(e->callee));
    while (type_of(pointer)->is(TyKind::kRef))
      pointer = copy(deref(spill(pointer)));
    return emit_call(dest, {}, pointer, type_of(pointer), operands(args), types_.type_of(e), e->span);
  }
  case CalleeKind::kBuiltin:
    return builtin(dest, callee.builtin, operands(args), e->span);
  case CalleeKind::kNone:
    return unsupported(e->span, "this call");
  }
}

void Builder::method_call(const Place& dest, const hir::MethodCallExpr* e) {
  const Callee& callee = types_.callee(e);
  std::vector<const hir::Expr*> args = {e->receiver};
  args.insert(args.end(), e->args.begin(), e->args.end());
  if (callee.kind == CalleeKind::kBuiltin)
    return builtin(dest, callee.builtin, operands(args), e->span);
  if (callee.kind == CalleeKind::kDef)
    return emit_call(dest, callee.def, {}, nullptr, operands(args), types_.type_of(e), e->span);
  unsupported(e->span, "this method call");
}

void Builder::emit_call(const Place& dest, DefId def, const Operand& pointer, Ty pointer_type,
                        std::span<const Operand> args, Ty result, Span span) {
  if (def.valid())
    mention(def);
  bool returns = !result->is(TyKind::kNever);
  BlockId next = new_block();
  terminate({.kind = TerminatorKind::kCall,
             .span = span,
             .a = pointer,
             .place = dest,
             .def = def,
             .callee_type = pointer_type,
             .target = returns ? next : kNone,
             .first = list(args),
             .count = static_cast<std::uint32_t>(args.size())});
  start(next);
}

} // namespace minirc::mir
