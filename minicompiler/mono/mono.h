// What to compile, and in which codegen unit.
//
// collect: the functions and statics reachable from the roots, by walking the MIR in parallel (par_for_each_in over
// each wave). partition: a deterministic distribution over at most `units` units by module and size. Both depend on the
// crate alone, never on the schedule. Thread-safety: `collect` asks questions and suspends; call it inside the pool.
#ifndef PARAUDIT_MINICOMPILER_MONO_MONO_H
#define PARAUDIT_MINICOMPILER_MONO_MONO_H

#include "minicompiler/mir/program.h"
#include "minicompiler/mono/unit.h"
#include <string>
#include <vector>

namespace minirc::mono {

struct Item {
  DefId def;
  std::uint32_t size = 1;       // MIR statements and terminators: a guess at the work
  std::vector<DefId> mentioned; // functions and statics that its code refers to
};

// is_bin: only what main reaches; otherwise every function with a body and every static. In order of DefId.
std::vector<Item> collect(TyCtxt& cx, mir::Program& program, bool is_bin, std::uint32_t shards);

// At most `units` units, named CRATE.cgu.N by number; each item in one. Items of one module stay together unless the
// module alone is bigger than a fair share. Items that no other unit and, in a library, no other crate names are
// internal. With `inlining`, a unit gets copies of the small functions that its code calls, through copies too: what
// rustc has from thin LTO among a crate's own units.
std::vector<Unit> partition(const CrateDefs& defs, const std::vector<Item>& items, const std::string& crate_name,
                            unsigned units, bool is_bin, bool inlining);

} // namespace minirc::mono

#endif
