// Compile-time evaluation of const and static initialisers, const fn calls included, by walking typed HIR.
// Provider of TyCtxt::const_value. Errors (overflow, index out of bounds, panics, 2^22 steps exceeded) are E0080.
#ifndef PARAUDIT_MINICOMPILER_TY_CONST_EVAL_H
#define PARAUDIT_MINICOMPILER_TY_CONST_EVAL_H

#include "minicompiler/ty/tyctxt.h"

namespace minirc {

ConstValue eval_const(TyCtxt& cx, DefId const_or_static);

} // namespace minirc

#endif
