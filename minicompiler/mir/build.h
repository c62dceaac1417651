// Typed HIR -> MIR, one body at a time: evaluation order, checks and panics are rustc's. Provider of the `mir` query.
// Pure: asks its questions through TyCtxt and reports what minirc does not compile to cx.sink(). Cost: linear in the
// body. Precondition: lowering and type checking found no error in the body.
#ifndef PARAUDIT_MINICOMPILER_MIR_BUILD_H
#define PARAUDIT_MINICOMPILER_MIR_BUILD_H

#include "minicompiler/mir/mir.h"

namespace minirc::mir {

struct BuildOptions {
  bool overflow_checks = true;
};

Body build_mir(TyCtxt& cx, DefId owner, const BuildOptions& options);

} // namespace minirc::mir

#endif
