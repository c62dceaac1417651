#include "minicompiler/resolve/resolve.h"
#include "minicompiler/resolve/collect.h"
#include "minicompiler/resolve/imports.h"
#include "minicompiler/resolve/paths.h"
#include "minicompiler/source/hash.h"

namespace minirc {
namespace {

// Finds the struct of each impl and enters its items under it.
void attach_impls(CrateDefs& defs, const std::vector<PendingImpl>& impls, SymbolInterner& symbols,
                  DiagnosticSink& sink) {
  for (const PendingImpl& pending : impls) {
    const ast::Item* item = defs.def(pending.def).item;
    if (item->type->kind != ast::TypeKind::kPath) {
      sink.emit(make_unsupported(Phase::kResolve, item->type->span, "an impl of this type"));
      continue;
    }
    PathTarget target = resolve_path({defs, symbols, sink, pending.module, {}}, item->type->path, Expected::kType);
    if (target.kind == PathKind::kPrim)
      sink.emit(make_error(Phase::kTypes, 390, item->head, "cannot define inherent `impl` for primitive types"));
    if (target.kind == PathKind::kDef)
      defs.defs[pending.def.index].self_type = target.def;
  }
  for (std::uint32_t i = 0; i < defs.defs.size(); ++i) {
    Def& d = defs.defs[i];
    if (!d.is_assoc || !defs.def(d.parent).self_type.valid())
      continue;
    d.self_type = defs.def(d.parent).self_type;
    auto [at, fresh] = defs.inherent[d.self_type].try_emplace(d.name, DefId{i});
    if (fresh)
      continue;
    std::string name = "`" + std::string(d.name.str()) + "`";
    Diagnostic e = make_error(Phase::kTypes, 592, d.head, "duplicate definitions with name " + name,
                              "duplicate definitions for " + name);
    e.labels.push_back({defs.def(at->second).head, "other definition for " + name, false});
    sink.emit(std::move(e));
  }
}

void find_main(const Crate& crate, CrateDefs& defs, DiagnosticSink& sink, bool is_bin, const std::string& crate_name,
               SymbolInterner& symbols) {
  const Binding* main = lookup_in(defs, 0, symbols.known(Known::kMain), Namespace::kValue);
  if (main && main->def.valid() && defs.def(main->def).kind == DefKind::kFn) {
    defs.main_fn = main->def;
    return;
  }
  if (!is_bin || crate.files.empty() || (main && main->failed))
    return;
  const ast::File& root = *crate.files[0]->ast;
  std::uint32_t last = root.items.empty() ? root.span.lo : root.items.back()->span.hi;
  Span end{last, last};
  sink.emit(make_error(Phase::kResolve, 601, end, "`main` function not found in crate `" + crate_name + "`",
                       "consider adding a `main` function"));
}

} // namespace

CrateDefs resolve_crate(const Crate& crate, SymbolInterner& symbols, DiagnosticSink& sink, bool is_bin,
                        const std::string& crate_name) {
  CrateDefs defs;
  if (crate.files.empty())
    return defs;
  Collected collected = collect_definitions(crate, defs, sink);
  resolve_imports(defs, collected.imports, symbols, sink);
  attach_impls(defs, collected.impls, symbols, sink);
  find_main(crate, defs, sink, is_bin, crate_name, symbols);
  for (const Module& m : defs.modules)
    for (DefId id : m.items)
      defs.modules[m.nearest_mod].all_items.push_back(id);
  for (std::uint32_t i = 0; i < defs.defs.size(); ++i)
    defs.defs[i].path_hash = hash_bytes(defs.def_path(DefId{i}));
  return defs;
}

} // namespace minirc
