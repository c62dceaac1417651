// The questions about one crate, answered by queries: TyCtxt and mir::Program over the query engine.
//
// Made when the crate is loaded and resolved. Every question is a QueryTable of its own; the providers are the pure
// functions of hir/, ty/, mir/ and passes/. Thread-safety: all members, from tasks of the pool; a question may suspend
// the caller. Memory: everything lives until the process ends.
#ifndef PARAUDIT_MINICOMPILER_DRIVER_COMPILER_H
#define PARAUDIT_MINICOMPILER_DRIVER_COMPILER_H

#include "minicompiler/codegen/unit.h"
#include "minicompiler/driver/options.h"
#include "minicompiler/query/table.h"
#include "minicompiler/resolve/defs.h"
#include "minicompiler/ty/interner.h"
#include "minicompiler/ty/tyctxt.h"
#include "runtime/parallel/worker_local.h"

namespace minirc::driver {

// The checks beyond types; each is a query by module or by body.
enum class Check : std::uint32_t {
#define MINIRC_CHECK(id, function, kind, label) id,
#include "minicompiler/driver/checks.def"
#undef MINIRC_CHECK
};

class Compiler final : public TyCtxt, public mir::Program {
 public:
  Compiler(const Options& options, paraudit::WorkerPool& pool, const SourceMap& sources, SymbolInterner& symbols,
           const CrateDefs& defs);

  const CrateDefs& defs() const override { return defs_; }
  const SourceMap& sources() const override { return sources_; }
  TypeInterner& types() override { return types_; }
  SymbolInterner& symbols() override { return symbols_; }
  Arena& arena() override { return arenas_.get(); }
  DiagnosticSink& sink() override;

  const hir::Body& hir_body(DefId owner) override { return hir_bodies_.get(owner); }
  const FnSig& fn_sig(DefId fn) override { return fn_sigs_.get(fn); }
  const StructDef& struct_def(DefId adt) override { return struct_defs_.get(adt); }
  Ty type_of(DefId item) override { return types_of_.get(item); }
  const TypeckResults& typeck(DefId owner) override { return typecks_.get(owner); }
  const ConstValue& const_value(DefId item) override { return const_values_.get(item); }
  const mir::Body& mir_of(DefId function) override { return mirs_.get(function); }
  const std::string& crate_name() const override { return options_.crate_name; }

  // Runs one check of a module or a body, once.
  void run_check(Check check, std::uint32_t module_or_def);

  // All that any question has reported, and the cycles found; unsorted. While no task runs.
  std::vector<Diagnostic> diagnostics();

 private:
  char provide_check(std::uint64_t key);
  Diagnostic describe(const query::Cycle& cycle) const;

  const Options& options_;
  const SourceMap& sources_;
  SymbolInterner& symbols_;
  const CrateDefs& defs_;
  TypeInterner types_;
  Arena::SharedMemory shared_arena_{paraudit::LocalArena(), "minirc::driver::Compiler::shared_arena_"};
  paraudit::WorkerLocal<Arena> arenas_;
  query::WaitGraph waits_;
  query::QueryTable<DefId, hir::Body> hir_bodies_;
  query::QueryTable<DefId, FnSig> fn_sigs_;
  query::QueryTable<DefId, StructDef> struct_defs_;
  query::QueryTable<DefId, Ty> types_of_;
  query::QueryTable<DefId, TypeckResults> typecks_;
  query::QueryTable<DefId, ConstValue> const_values_;
  query::QueryTable<DefId, mir::Body> mirs_;
  query::QueryTable<std::uint64_t, char> checks_;
};

} // namespace minirc::driver

#endif
