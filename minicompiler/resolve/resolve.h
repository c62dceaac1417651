// Name resolution per crate: numbers the definitions, builds the module tables, resolves imports (a fix-point, since
// imports may name imports) and finds the inherent impls' structs. Paths inside bodies are resolved later, with each
// body.
#ifndef PARAUDIT_MINICOMPILER_RESOLVE_RESOLVE_H
#define PARAUDIT_MINICOMPILER_RESOLVE_RESOLVE_H

#include "minicompiler/parse/load.h"
#include "minicompiler/resolve/defs.h"
#include "minicompiler/source/diagnostics.h"

namespace minirc {

// is_bin: a main function is required (E0601); crate_name: for that message.
CrateDefs resolve_crate(const Crate& crate, SymbolInterner& symbols, DiagnosticSink& sink, bool is_bin,
                        const std::string& crate_name);

} // namespace minirc

#endif
