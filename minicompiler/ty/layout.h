// Whether types fit the target's address space, before anything asks LLVM for a size.
//
// The limit is rustc's for 64-bit targets: no value of 2^61 bytes or more. Pure; asks struct_def of the structs that
// the type holds by value, which must not hold themselves (check_well_formed reports those). Cost: linear in the type.
#ifndef PARAUDIT_MINICOMPILER_TY_LAYOUT_H
#define PARAUDIT_MINICOMPILER_TY_LAYOUT_H

#include "minicompiler/ty/tyctxt.h"
#include <string>

namespace minirc {

bool is_too_big(TyCtxt& cx, Ty type);

// rustc's words for it.
std::string too_big_text(Ty type, const CrateDefs& defs);

} // namespace minirc

#endif
