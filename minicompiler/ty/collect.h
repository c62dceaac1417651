// Signatures: what a definition's declaration alone says. Providers of TyCtxt::fn_sig, struct_def and type_of; pure
// functions of the crate's definitions. Errors in the declared types are reported here, once.
#ifndef PARAUDIT_MINICOMPILER_TY_COLLECT_H
#define PARAUDIT_MINICOMPILER_TY_COLLECT_H

#include "minicompiler/ty/tyctxt.h"

namespace minirc {

FnSig fn_sig_of(TyCtxt& cx, DefId fn);
StructDef struct_def_of(TyCtxt& cx, DefId adt);
Ty declared_type_of(TyCtxt& cx, DefId const_or_static);

// A type as written to a semantic type; array lengths are evaluated. infer: what `_` becomes (null: an error).
class TypeMaker {
 public:
  virtual ~TypeMaker() = default;
  virtual Ty fresh() = 0;
};
Ty to_type(TyCtxt& cx, const hir::TypeExpr* type, TypeMaker* infer);
// The value of an array length or repeat count: literals, consts, arithmetic. Reports what it cannot evaluate.
bool eval_length(TyCtxt& cx, const hir::Expr* expr, std::uint64_t& length);

// From where a field declared in `module` may be used.
Reach field_reach(const CrateDefs& defs, const ast::Visibility& vis, ModuleId module);

// Whether values are copied rather than moved.
bool is_copy(TyCtxt& cx, Ty type);

} // namespace minirc

#endif
