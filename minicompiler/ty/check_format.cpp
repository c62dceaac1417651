// Arguments of print and assert macros.
#include "minicompiler/ty/check.h"

namespace minirc {

void Checker::format_args(List<FormatPiece> pieces, List<const hir::Expr*> args) {
  std::vector<Ty> types;
  for (const hir::Expr* arg : args)
    types.push_back(check(arg, nullptr));
  for (const FormatPiece& piece : pieces) {
    if (!piece.has_argument)
      continue;
    formats_.push_back({types[piece.argument], piece.spec.trait, args[piece.argument]->span});
    if (piece.spec.alternate && piece.spec.trait == FormatTrait::kDebug)
      emit(make_unsupported(Phase::kTypes, piece.span, "the pretty debug format `{:#?}`"));
    for (auto [kind, index] : {std::pair(piece.spec.width_kind, piece.spec.width),
                               std::pair(piece.spec.precision_kind, piece.spec.precision)})
      if (kind == FormatCount::kArgument && !table_.unify(types[index], usize()))
        mismatch(args[index]->span, usize(), types[index]);
  }
}

bool Checker::formats(FormatTrait trait, Ty type) {
  bool debug = trait == FormatTrait::kDebug, display = trait == FormatTrait::kDisplay;
  switch (type->kind) {
  case TyKind::kRef:
    return formats(trait, type->inner);
  case TyKind::kInfer:
    return type->infer == InferKind::kInt ||
           (type->infer == InferKind::kFloat && (debug || display || trait >= FormatTrait::kLowerExp));
  case TyKind::kStr:
  case TyKind::kBool:
  case TyKind::kChar:
    return debug || display;
  case TyKind::kNever:
    return true;
  case TyKind::kF32:
  case TyKind::kF64:
    return debug || display || trait >= FormatTrait::kLowerExp;
  case TyKind::kArray:
  case TyKind::kSlice:
    return debug && formats(trait, type->inner);
  case TyKind::kTuple:
    for (Ty element : type->elements)
      if (!formats(trait, element))
        return false;
    return debug;
  case TyKind::kAdt:
    return debug && (cx_.struct_def(type->def).derives & kDeriveDebug);
  default:
    return type->is_int();
  }
}

Ty Checker::assert_cmp(const hir::AssertCmpExpr* e) {
  Ty lhs = check(e->lhs, nullptr);
  Ty rhs = check(e->rhs, shallow(lhs)->is(TyKind::kRef) ? nullptr : lhs);
  compare(e->negated ? BinaryOp::kNe : BinaryOp::kEq, e->span, e->span, e->lhs, e->rhs, lhs, rhs);
  formats_.push_back({lhs, FormatTrait::kDebug, e->span});
  format_args(e->pieces, e->args);
  return types_.unit();
}

} // namespace minirc
