// First step of resolution: numbers every definition and fills the modules' tables with what they declare themselves.
// Serial, linear in the number of items. Internal to resolve/.
#ifndef PARAUDIT_MINICOMPILER_RESOLVE_COLLECT_H
#define PARAUDIT_MINICOMPILER_RESOLVE_COLLECT_H

#include "minicompiler/parse/load.h"
#include "minicompiler/resolve/defs.h"

namespace minirc {

struct Import {
  ModuleId module = 0;
  const ast::UseTree* tree = nullptr;

  std::vector<ast::Ident> path; // whole path, for a glob without the star
  bool global = false;
  bool is_glob = false;
  Symbol name; // what it is called here; not for globs
  Span span;   // of the path
  Span name_span;
  Reach reach;
  bool done = false;
};

struct PendingImpl {
  DefId def;
  ModuleId module = 0;
};

struct Collected {
  std::vector<Import> imports;
  std::vector<PendingImpl> impls;
};

Collected collect_definitions(const Crate& crate, CrateDefs& defs, DiagnosticSink& sink);

// "value" or "type": the namespace's name in messages.
const char* namespace_name(Namespace ns);

} // namespace minirc

#endif
