// Type checking of one body: inference by unification, coercions, method look-up, const-ness and unsafety of
// operations. Provider of TyCtxt::typeck; a pure function of the body and the signatures it uses.
#ifndef PARAUDIT_MINICOMPILER_TY_TYPECK_H
#define PARAUDIT_MINICOMPILER_TY_TYPECK_H

#include "minicompiler/ty/tyctxt.h"

namespace minirc {

TypeckResults typeck_body(TyCtxt& cx, DefId owner);

} // namespace minirc

#endif
