// From syntax to HIR, one owner at a time: resolves every path of the body, reports unresolved and private names,
// desugars. Pure: reads the (immutable) definitions and syntax trees, allocates in the arena given, asks no questions.
#ifndef PARAUDIT_MINICOMPILER_HIR_LOWER_H
#define PARAUDIT_MINICOMPILER_HIR_LOWER_H

#include "minicompiler/hir/hir.h"
#include "minicompiler/resolve/defs.h"
#include "minicompiler/source/arena.h"
#include "minicompiler/source/diagnostics.h"

namespace minirc {

struct LowerContext {
  const CrateDefs& defs;
  SymbolInterner& symbols;
  Arena& arena;
  DiagnosticSink& sink;
  bool debug_assertions = true; // whether debug_assert! and its kin do anything
};

// The body of a function, const or static.
hir::Body lower_owner(const LowerContext& context, DefId owner);

// A type in an item's signature or field, as seen from `module`. self_type: what Self means, or invalid.
const hir::TypeExpr* lower_type(const LowerContext& context, ModuleId module, DefId self_type, const ast::Type* type);

} // namespace minirc

#endif
