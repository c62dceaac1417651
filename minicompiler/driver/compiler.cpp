#include "minicompiler/driver/compiler.h"

#include "minicompiler/hir/lower.h"
#include "minicompiler/mir/build.h"
#include "minicompiler/passes/passes.h"
#include "minicompiler/ty/collect.h"
#include "minicompiler/ty/const_eval.h"
#include "minicompiler/ty/typeck.h"

#include <algorithm>
#include <cassert>

namespace minirc::driver {
namespace {

// The numbers order the members of a reported cycle.
enum Kind : std::uint32_t { kHirBody, kFnSig, kStructDef, kTypeOf, kTypeck, kConstValue, kMir, kCheck };

const char* activity(std::uint32_t kind) {
  constexpr const char* kTexts[] = {
      "lowering",      "computing the signature of", "computing the fields of", "computing the type of",
      "type-checking", "evaluating the constant",    "building MIR for",        "checking"};
  return kTexts[kind];
}

constexpr std::uint32_t kChecks = 0
#define MINIRC_CHECK(id, function, kind, label) +1
#include "minicompiler/driver/checks.def"
#undef MINIRC_CHECK
    ;

query::TableOptions table_options(const Options& options) {
  return {.shards = options.shards, .dense = options.dense_query_cache};
}

// What members of a cycle get: values that say "already reported".
FnSig failed_sig(TypeInterner& types) {
  FnSig sig;
  sig.ret = types.error();
  sig.has_errors = true;
  return sig;
}

StructDef failed_struct() {
  StructDef def;
  def.has_errors = true;
  return def;
}

TypeckResults failed_typeck(DefId owner) {
  TypeckResults results;
  results.owner = owner;
  results.has_errors = true;
  return results;
}

ConstValue failed_const(TypeInterner& types) {
  ConstValue value;
  value.type = types.error();
  return value;
}

hir::Body failed_body(DefId owner) {
  hir::Body body;
  body.owner = owner;
  body.has_errors = true;
  return body;
}

mir::Body failed_mir(DefId owner) {
  mir::Body body;
  body.owner = owner;
  body.unsupported = true;
  return body;
}

} // namespace

Compiler::Compiler(const Options& options, paraudit::WorkerPool& pool, const SourceMap& sources,
                   SymbolInterner& symbols, const CrateDefs& defs)
    : options_(options), sources_(sources), symbols_(symbols), defs_(defs),
      types_({.shards = options.shards, .global_lock = options.global_interner_lock}),
      arenas_(pool, [this](unsigned) { return Arena(options_.shared_arena ? &shared_arena_ : nullptr); }),
      hir_bodies_(
          kHirBody, waits_, table_options(options),
          [this](const DefId& owner) {
            return lower_owner({defs_, symbols_, arena(), sink(), options_.debug_assertions}, owner);
          },
          failed_body),
      fn_sigs_(
          kFnSig, waits_, table_options(options), [this](const DefId& fn) { return fn_sig_of(*this, fn); },
          [this](const DefId&) { return failed_sig(types_); }),
      struct_defs_(
          kStructDef, waits_, table_options(options), [this](const DefId& adt) { return struct_def_of(*this, adt); },
          [](const DefId&) { return failed_struct(); }),
      types_of_(
          kTypeOf, waits_, table_options(options), [this](const DefId& item) { return declared_type_of(*this, item); },
          [this](const DefId&) { return types_.error(); }),
      typecks_(
          kTypeck, waits_, table_options(options), [this](const DefId& owner) { return typeck_body(*this, owner); },
          failed_typeck),
      const_values_(
          kConstValue, waits_, table_options(options), [this](const DefId& item) { return eval_const(*this, item); },
          [this](const DefId&) { return failed_const(types_); }),
      mirs_(
          kMir, waits_, table_options(options),
          [this](const DefId& fn) { return mir::build_mir(*this, fn, {options_.overflow_checks}); }, failed_mir),
      checks_(
          kCheck, waits_, table_options(options), [this](const std::uint64_t& key) { return provide_check(key); },
          [](const std::uint64_t&) { return '\0'; }) {}

DiagnosticSink& Compiler::sink() {
  query::Frame* frame = query::current_frame();
  assert(frame && frame->sink && "diagnostics are reported inside a query");
  return *frame->sink;
}

void Compiler::run_check(Check check, std::uint32_t module_or_def) {
  checks_.get(std::uint64_t{module_or_def} * kChecks + static_cast<std::uint32_t>(check));
}

char Compiler::provide_check(std::uint64_t key) {
  auto as_Module = [&] { return static_cast<ModuleId>(key / kChecks); };
  auto as_Body = [&] { return DefId{static_cast<std::uint32_t>(key / kChecks)}; };
  switch (static_cast<Check>(key % kChecks)) {
#define MINIRC_CHECK(id, function, kind, label)                                                                        \
  case Check::id:                                                                                                      \
    function(*this, as_##kind());                                                                                      \
    break;
#include "minicompiler/driver/checks.def"
#undef MINIRC_CHECK
  }
  return '\1';
}

Diagnostic Compiler::describe(const query::Cycle& cycle) const {
  auto is_def = [](query::JobId job) { return job.kind != kCheck; };
  auto span = [&](query::JobId job) {
    return is_def(job) ? defs_.def(DefId{static_cast<std::uint32_t>(job.key)}).span : Span();
  };
  auto what = [&](query::JobId job) {
    std::string name = is_def(job) ? defs_.def_path(DefId{static_cast<std::uint32_t>(job.key)}) : "the crate";
    return std::string(activity(job.kind)) + " `" + name + "`";
  };
  const auto& members = cycle.members;
  Diagnostic result = make_error(Phase::kTypes, 391, span(members[0]), "cycle detected when " + what(members[0]));
  for (std::size_t i = 1; i < members.size(); i++)
    result.note("...which requires " + what(members[i]) + "...", span(members[i]));
  std::string again = members.size() == 1 ? "...which immediately requires " : "...which again requires ";
  return result.note(again + what(members[0]) + (members.size() == 1 ? " again" : ", completing the cycle"));
}

std::vector<Diagnostic> Compiler::diagnostics() {
  std::vector<Diagnostic> all;
  std::vector<query::Cycle> cycles;
  auto gather = [&](auto& table) {
    table.for_each([&](const auto&, const auto&, const std::vector<Diagnostic>& reported, const query::Cycle* cycle) {
      all.insert(all.end(), reported.begin(), reported.end());
      if (cycle && std::find(cycles.begin(), cycles.end(), *cycle) == cycles.end())
        cycles.push_back(*cycle);
    });
  };
  gather(hir_bodies_);
  gather(fn_sigs_);
  gather(struct_defs_);
  gather(types_of_);
  gather(typecks_);
  gather(const_values_);
  gather(mirs_);
  gather(checks_);
  for (const query::Cycle& cycle : cycles)
    all.push_back(describe(cycle));
  return all;
}

} // namespace minirc::driver
