#include "minicompiler/driver/session.h"

#include "minicompiler/codegen/write_file.h"
#include "minicompiler/driver/backend.h"
#include "minicompiler/driver/compiler.h"
#include "minicompiler/parse/load.h"
#include "minicompiler/resolve/resolve.h"
#include "runtime/parallel/jobserver.h"
#include "runtime/parallel/par.h"
#include "runtime/sync/mode.h"

#include <cstdio>
#include <iostream>
#include <memory>

namespace minirc::driver {
namespace {

bool has_errors(const std::vector<Diagnostic>& diagnostics) {
  for (const Diagnostic& diagnostic : diagnostics)
    if (diagnostic.level == Level::kError)
      return true;
  return false;
}

// All of one compilation. It is never destroyed: the process ends with it, and freeing a syntax tree node by node
// would only take time.
class Session {
 public:
  explicit Session(const Options& options)
      : options_(options), jobserver_(jobserver()), pool_({.threads = options.threads, .jobserver = jobserver_.get()}),
        symbols_({.shards = options.shards, .global_lock = options.global_interner_lock}) {}

  int run() {
    bool ok = pool_.install([&] { return analyse() && generate(); });
    print_diagnostics();
    return ok ? 0 : 1;
  }

 private:
  // Below `make -jN` all compilers together run N workers.
  static std::unique_ptr<paraudit::Jobserver> jobserver() {
    std::string problem;
    std::unique_ptr<paraudit::Jobserver> result = paraudit::Jobserver::from_environment(problem);
    if (!problem.empty())
      std::cerr << "warning: " << problem << "\n";
    return result;
  }

  template <class F> void par_for_each_module(const paraudit::Label& label, F&& f) {
    paraudit::par_for_each_in(label, defs_.real_modules, f);
  }
  template <class F> void par_body_owners(const paraudit::Label& label, F&& f) {
    paraudit::par_for_each_in(label, defs_.body_owners, f);
  }

  bool analyse();
  void check();
  bool generate();
  bool report(std::vector<Diagnostic> found) {
    diagnostics_.insert(diagnostics_.end(), found.begin(), found.end());
    return !has_errors(diagnostics_);
  }
  void print_diagnostics() {
    std::string text = render_all(std::move(diagnostics_), sources_, options_.error_format);
    std::fwrite(text.data(), 1, text.size(), stderr);
  }

  const Options& options_;
  std::unique_ptr<paraudit::Jobserver> jobserver_;
  paraudit::WorkerPool pool_;
  SourceMap sources_;
  SymbolInterner symbols_;
  Crate crate_;
  CrateDefs defs_;
  std::unique_ptr<Compiler> compiler_;
  std::vector<Diagnostic> diagnostics_;
};

bool Session::analyse() {
  crate_ = load_crate(options_.input, sources_, symbols_);
  if (!report(std::move(crate_.diagnostics)))
    return false;
  VectorSink resolve_sink;
  defs_ = resolve_crate(crate_, symbols_, resolve_sink, options_.is_bin, options_.crate_name);
  compiler_ = std::make_unique<Compiler>(options_, pool_, sources_, symbols_, defs_);
  check();
  std::vector<Diagnostic> found = compiler_->diagnostics();
  found.insert(found.end(), resolve_sink.diagnostics.begin(), resolve_sink.diagnostics.end());
  return report(std::move(found));
}

void Session::check() {
  auto module_check = [&](Check check) {
    return [this, check](ModuleId module) { compiler_->run_check(check, module); };
  };
  auto body_check = [&](Check check) {
    return [this, check](DefId owner) { compiler_->run_check(check, owner.index); };
  };
  par_body_owners("type check", [&](DefId owner) { compiler_->typeck(owner); });
#define MINIRC_RUN_Module(id, label) par_for_each_module(label, module_check(Check::id));
#define MINIRC_RUN_Body(id, label) par_body_owners(label, body_check(Check::id));
#define MINIRC_CHECK(id, function, kind, label) MINIRC_RUN_##kind(id, label)
#include "minicompiler/driver/checks.def"
#undef MINIRC_CHECK
#undef MINIRC_RUN_Module
#undef MINIRC_RUN_Body
}

bool Session::generate() {
  if (options_.emit == std::vector<std::string>{"metadata"})
    return true;
  par_body_owners("build MIR", [&](DefId owner) {
    if (defs_.def(owner).kind == DefKind::kFn)
      compiler_->mir_of(owner);
  });
  std::vector<Diagnostic> all = compiler_->diagnostics();
  if (has_errors(all)) { // what minirc cannot compile; the rest has been reported before
    diagnostics_ = std::move(all);
    return false;
  }
  Backend backend(options_, *compiler_);
  std::string error = backend.run();
  if (error.empty())
    return report(backend.diagnostics());
  Diagnostic failure;
  failure.message = error;
  return report({failure});
}

} // namespace

int compile(const Options& options) {
  paraudit::set_mode(options.threads == 1 ? paraudit::SyncMode::kNoSync : paraudit::SyncMode::kSync);
  auto* session = new Session(options);
  int code = session->run();
  std::fflush(nullptr);
  std::exit(code);
}

} // namespace minirc::driver
