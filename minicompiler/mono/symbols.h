// The linker's names. Pure functions of the crate's definitions.
#ifndef PARAUDIT_MINICOMPILER_MONO_SYMBOLS_H
#define PARAUDIT_MINICOMPILER_MONO_SYMBOLS_H

#include "minicompiler/ty/tyctxt.h"
#include <string>

namespace minirc::mono {

bool has_attribute(const Def& def, Known name);

// Whether the definition keeps its plain name because others link against it (#[no_mangle], foreign items).
bool has_plain_name(const CrateDefs& defs, DefId def);

// Stable, unique in the crate, readable by demanglers.
std::string symbol_name(const CrateDefs& defs, const std::string& crate_name, DefId def);

} // namespace minirc::mono

#endif
