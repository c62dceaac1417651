// Checks beyond types, as pure functions per module or per body; the driver runs them through par_for_each_module and
// par_body_owners. Each reports to cx.sink().
#ifndef PARAUDIT_MINICOMPILER_PASSES_PASSES_H
#define PARAUDIT_MINICOMPILER_PASSES_PASSES_H

#include "minicompiler/ty/tyctxt.h"

namespace minirc {

// Per module: over every item declared directly in it (items in function bodies included).
void check_loops(TyCtxt& cx, ModuleId module);        // E0267, E0268, E0571, E0590: break and continue
void check_attributes(TyCtxt& cx, ModuleId module);   // unknown, misplaced and malformed attributes
void check_const_bodies(TyCtxt& cx, ModuleId module); // E0015, E0658..: what a const context may do; evaluates consts
void check_privacy(TyCtxt& cx, ModuleId module); // E0616 / E0451 private fields, E0446 private types in public items
void check_well_formed(TyCtxt& cx, ModuleId module); // E0072 infinite size, E0204 Copy, E0277 unsized, E0131 main

// Per body: bodies with type errors are skipped.
void check_moves(TyCtxt& cx, DefId owner);   // E0381, E0382, E0384, E0594, E0596, E0505..: see passes/README
void check_matches(TyCtxt& cx, DefId owner); // E0004, E0005

} // namespace minirc

#endif
