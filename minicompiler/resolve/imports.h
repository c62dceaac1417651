// Imports, to a fix-point. Serial; cost: rounds times imports, where rounds is the longest chain of imports through
// imports. Internal to resolve/.
#ifndef PARAUDIT_MINICOMPILER_RESOLVE_IMPORTS_H
#define PARAUDIT_MINICOMPILER_RESOLVE_IMPORTS_H

#include "minicompiler/resolve/collect.h"

namespace minirc {

void resolve_imports(CrateDefs& defs, std::vector<Import>& imports, SymbolInterner& symbols, DiagnosticSink& sink);

} // namespace minirc

#endif
