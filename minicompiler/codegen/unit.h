// One codegen unit: MIR -> LLVM IR -> an object in memory. No LLVM type shows here.
//
// Every call has an LLVMContext and a TargetMachine of its own, so that units compile in parallel; nothing is shared
// between them but immutable MIR and definitions. Cost: LLVM's (most of a compilation). The object's bytes depend on
// the unit's items and options alone. Errors: LLVM's own diagnostics in `error`.
#ifndef PARAUDIT_MINICOMPILER_CODEGEN_UNIT_H
#define PARAUDIT_MINICOMPILER_CODEGEN_UNIT_H

#include "minicompiler/mir/mir.h"
#include <string>
#include <vector>

namespace minirc::codegen {

struct UnitItem {
  DefId def;             // a function or a static
  bool internal = false; // only this unit refers to it
};

struct Unit {
  std::string name; // "main.cgu.3"
  std::vector<UnitItem> items;
};

struct UnitOptions {
  unsigned opt_level = 0; // 0 to 3
  bool want_object = true;
  bool want_ir = false; // the IR as text, after optimisation
};

struct UnitResult {
  std::string object;
  std::string ir;
  std::string error;
};

// What codegen asks about the crate beyond TyCtxt.
class Program {
 public:
  virtual ~Program() = default;
  virtual const mir::Body& mir_of(DefId function) = 0;
  virtual const std::string& crate_name() const = 0;
};

UnitResult compile_unit(TyCtxt& cx, Program& program, const Unit& unit, const UnitOptions& options);

// The linker's name of a definition: stable, unique in the crate, readable by demanglers.
std::string symbol_name(const CrateDefs& defs, const std::string& crate_name, DefId def);

// Whether the definition keeps its plain name because others link against it (#[no_mangle], foreign items).
bool has_plain_name(const CrateDefs& defs, DefId def);

} // namespace minirc::codegen

#endif
