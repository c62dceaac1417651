#include "checker/analysis/extract.h"

#include "checker/analysis/clang_headers.h"
#include "checker/analysis/consumer.h"
#include "checker/analysis/recording_files.h"
#include "checker/facts/store.h"

#include <clang/Basic/Version.h>
#include <clang/Frontend/TextDiagnosticPrinter.h>
#include <clang/Frontend/Utils.h>
#include <clang/Tooling/Tooling.h>
#include <llvm/Support/CrashRecoveryContext.h>
#include <llvm/Support/VirtualFileSystem.h>

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
  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance&, StringRef) override {
    return make_consumer(facts_, directory_, models_);
  }

 private:
  facts::TuFacts& facts_;
  std::string directory_;
  const models::Models& models_;
};

llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> read_overlay(const std::string& path,
                                                             llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> under) {
  auto text = llvm::MemoryBuffer::getFile(path);
  return text ? llvm::vfs::getVFSFromYAML(std::move(*text), nullptr, path, nullptr, std::move(under)) : nullptr;
}

llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> file_system(const CompileCommand& command,
                                                            const ExtractOptions& options) {
  // A file system of our own: the working directory belongs to the unit, not to the process.
  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> real(llvm::vfs::createPhysicalFileSystem().release());
  real->setCurrentWorkingDirectory(command.directory);
  auto overlay = llvm::makeIntrusiveRefCnt<llvm::vfs::OverlayFileSystem>(real);
  if (!options.overlay.empty())
    if (llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> redirected = read_overlay(options.overlay, real))
      overlay->pushOverlay(redirected);
  if (options.virtual_files.empty())
    return overlay;
  auto memory = llvm::makeIntrusiveRefCnt<llvm::vfs::InMemoryFileSystem>();
  memory->setCurrentWorkingDirectory(command.directory);
  for (const auto& [path, contents] : options.virtual_files)
    memory->addFile(path, 0, llvm::MemoryBuffer::getMemBufferCopy(contents, path));
  overlay->pushOverlay(memory);
  return overlay;
}

std::vector<std::string> full_arguments(const CompileCommand& command, const ExtractOptions& options) {
  std::vector<std::string> arguments = adjusted_arguments(command);
  if (!arguments.empty())
    arguments.insert(arguments.begin() + 1, options.extra_arguments_before.begin(),
                     options.extra_arguments_before.end());
  arguments.insert(arguments.end(), options.extra_arguments.begin(), options.extra_arguments.end());
  // Before a `--`, if there is one: after it, everything is a file.
  const auto files = std::find(arguments.begin(), arguments.end(), "--");
  const std::vector<std::string> ours{"-fsyntax-only", "-w", "-Wno-error", "-Qunused-arguments",
                                      "-resource-dir=" PARAUDIT_CLANG_RESOURCE_DIR};
  arguments.insert(files, ours.begin(), ours.end());
  return arguments;
}

std::string flags_hash(const std::vector<std::string>& arguments) {
  std::string all;
  for (const std::string& argument : arguments)
    all += argument + '\0';
  return facts::content_hash(all);
}

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
