// One codegen unit: MIR -> LLVM IR -> an object in memory. No LLVM type shows here.
//
// Every call has an LLVMContext and a TargetMachine of its own, so that units compile in parallel; nothing is shared
// between them but immutable MIR and definitions. Cost: LLVM's (most of a compilation). The object's bytes depend on
// the unit's items and options alone. Errors: LLVM's own diagnostics in `error`, the program's
// in `diagnostics`; either way there is no output.
#ifndef PARAUDIT_MINICOMPILER_CODEGEN_UNIT_H
#define PARAUDIT_MINICOMPILER_CODEGEN_UNIT_H

#include "minicompiler/mir/program.h"
#include "minicompiler/mono/unit.h"
#include "minicompiler/source/diagnostics.h"
#include <string>
#include <vector>

namespace minirc::codegen {

struct UnitOptions {
  unsigned opt_level = 0; // 0 to 3
  bool want_object = true;
  bool want_ir = false; // the IR as text, after optimisation
};

struct UnitResult {
  std::string object;
  std::string ir;
  std::string error;
  std::vector<Diagnostic> diagnostics; // what is wrong with the program: types too big to compile
};

UnitResult compile_unit(TyCtxt& cx, mir::Program& program, const mono::Unit& unit, const UnitOptions& options);

} // namespace minirc::codegen

#endif
