#include "checker/analysis/extract.h"

#include "checker/analysis/clang_headers.h"
#include "checker/analysis/consumer.h"
#include "checker/analysis/invocation.h"
#include "checker/analysis/recording_files.h"

#include <clang/Basic/Version.h>
#include <clang/Frontend/TextDiagnosticPrinter.h>
#include <clang/Frontend/Utils.h>
#include <clang/Tooling/Tooling.h>
#include <llvm/Support/CrashRecoveryContext.h>

namespace paraudit::analysis {
namespace {

using namespace clang;

class ExtractAction : public ASTFrontendAction {
 public:
  ExtractAction(facts::TuFacts& facts, std::string directory, const models::Models& models)
      : facts_(facts), directory_(std::move(directory)), models_(models) {}

 protected:
  bool BeginInvocation(CompilerInstance& compiler) override {
    compiler.getFrontendOpts().SkipFunctionBodies = true;                        // the consumer says which
    compiler.setVerboseOutputStream(std::make_unique<llvm::raw_null_ostream>()); // "2 errors generated."
    return true;
  }
  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance& compiler, StringRef) override {
    return make_consumer(compiler, facts_, directory_, models_, nullptr);
  }

 private:
  facts::TuFacts& facts_;
  std::string directory_;
  const models::Models& models_;
};

void run(const CompileCommand& command, const ExtractOptions& options, ExtractResult& result) {
  llvm::raw_string_ostream text(result.diagnostics);
  auto diagnostic_options = llvm::makeIntrusiveRefCnt<DiagnosticOptions>();
  TextDiagnosticPrinter printer(text, diagnostic_options.get());
  auto recording = llvm::makeIntrusiveRefCnt<RecordingFiles>(file_system(command, options));
  auto files = llvm::makeIntrusiveRefCnt<FileManager>(FileSystemOptions(), recording);
  const std::vector<std::string> arguments = full_arguments(command, options);
  const models::Models none;
  const models::Models& models = options.models != nullptr ? *options.models : none;
  facts::TuFacts facts;
  facts.command = flags_hash(arguments);
  tooling::ToolInvocation invocation(arguments, std::make_unique<ExtractAction>(facts, command.directory, models),
                                     files.get());
  invocation.setDiagnosticConsumer(&printer);
  invocation.setDiagnosticOptions(diagnostic_options.get());
  if (invocation.run() && !facts.main_file.empty())
    result.facts = std::move(facts);
  result.inputs = recording->inputs();
}

} // namespace

ExtractResult extract(const CompileCommand& command, const ExtractOptions& options) {
  ExtractResult result;
  llvm::CrashRecoveryContext recovery;
  const bool completed = recovery.RunSafelyOnThread([&] { run(command, options, result); }, std::size_t{64} << 20);
  if (!completed) {
    result.facts.reset();
    result.crashed = true;
    result.diagnostics += "the compiler crashed on this unit; the run goes on without it\n";
  }
  if (!result.facts && result.diagnostics.empty())
    result.diagnostics = "the unit could not be parsed: is '" + command.file + "' a C or C++ source file?\n";
  return result;
}

bool is_overlay(const std::string& path) {
  return read_overlay(path, llvm::vfs::getRealFileSystem()) != nullptr;
}

std::string front_end_version() {
  return getClangFullVersion();
}

void enable_crash_recovery() {
  llvm::CrashRecoveryContext::Enable();
}

} // namespace paraudit::analysis
