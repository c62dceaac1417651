// Paths to definitions: look-up through module tables with visibility, and rustc's words for what was not found.
// Pure: reads CrateDefs, reports to the sink. Used for imports' prefixes and, by hir/, for every path in bodies and
// signatures.
#ifndef PARAUDIT_MINICOMPILER_RESOLVE_PATHS_H
#define PARAUDIT_MINICOMPILER_RESOLVE_PATHS_H

#include "minicompiler/resolve/defs.h"
#include "minicompiler/source/diagnostics.h"

namespace minirc {

// What the place of a path calls for; chooses namespace, error code and words.
enum class Expected : std::uint8_t { kValue, kCall, kType, kStructLiteral, kTuplePattern, kUnitPattern };

enum class PathKind : std::uint8_t {
  kError,           // reported
  kDef,             // def
  kPrim,            // a primitive type
  kAssoc,           // a struct's associated function or const: def, with `adt`
  kPrimAssoc,       // i32::MAX, f64::from: prim and name
  kAdtAssocMissing, // Point::nothing: adt and name; the type checker reports E0599
  kStd,             // std_path
};

struct PathTarget {
  PathKind kind = PathKind::kError;
  DefId def;
  DefId adt;
  Known prim = Known::kNone;
  Symbol name;
  Span name_span;
  Symbol std_path;
};

struct PathContext {
  const CrateDefs& defs;
  SymbolInterner& symbols;
  DiagnosticSink& sink;
  ModuleId module = 0; // where the path is written (a block scope or a module)
  DefId self_type;     // what Self means, or invalid
};

PathTarget resolve_path(const PathContext& context, const ast::Path& path, Expected expected);

// One name, from `module` outward through block scopes to its module (never beyond). Null when not found.
const Binding* lookup_lexical(const CrateDefs& defs, ModuleId module, Symbol name, Namespace ns);
const Binding* lookup_in(const CrateDefs& defs, ModuleId module, Symbol name, Namespace ns);

// "function", "struct", "constant", ...
const char* describe_def(const Def& def);
// E0603 for `name`, declared as `binding`.
Diagnostic private_error(const CrateDefs& defs, const Binding& binding, Symbol name, Span span);
bool is_primitive(Known name);

} // namespace minirc

#endif
